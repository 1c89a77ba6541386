namespace CcaEmu.Arm.Rmi;

/// <summary>What a tracking region holds.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiMemCategory.</remarks>
public enum RmiMemoryCategory : byte
{
    /// <summary>Conventional memory.</summary>
    Conventional = 0,

    /// <summary>Non-coherent device memory.</summary>
    DevNcoh = 1,

    /// <summary>Coherent device memory.</summary>
    DevCoh = 2,
}
