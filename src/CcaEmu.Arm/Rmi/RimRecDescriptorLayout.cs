namespace CcaEmu.Arm.Rmi;

/// <summary>
/// Offsets of the descriptor that is hashed when RMI_REC_CREATE of a runnable REC extends the Realm initial measurement.
/// </summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), section "Realm Initial Measurement", type
/// RmmMeasurementDescriptorRec.
/// </remarks>
public static class RimRecDescriptorLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x100;

    /// <summary>Descriptor type: 1 (1 byte).</summary>
    public const int Type = 0x00;

    /// <summary>Length of the descriptor: 0x100 (8 bytes).</summary>
    public const int Length = 0x08;

    /// <summary>The measurement so far (64 bytes).</summary>
    public const int Rim = 0x10;

    /// <summary>Hash of the measured part of RmiRecParams (64 bytes).</summary>
    public const int Content = 0x50;
}
