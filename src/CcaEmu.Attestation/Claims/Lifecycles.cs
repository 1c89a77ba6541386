namespace CcaEmu.Attestation.Claims;

/// <summary>Names of the lifecycle states of a platform.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA platform lifecycle claim": bits 15:8 name the state.</remarks>
public static class Lifecycles
{
    /// <summary>A platform in the field.</summary>
    public const int Secured = 0x3000;

    /// <summary>The name of a state; null for a value that names none.</summary>
    /// <param name="value">The claim.</param>
    public static string? TryNameOf(int value) => (value >> 8) switch
    {
        0x00 => "unknown",
        0x10 => "assembly and test",
        0x20 => "platform RoT provisioning",
        0x30 => "secured",
        0x40 => "non-platform-RoT debug",
        0x50 => "recoverable platform RoT debug",
        0x60 => "decommissioned",
        _ => null,
    };
}
