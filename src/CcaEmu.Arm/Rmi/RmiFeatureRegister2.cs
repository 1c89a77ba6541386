using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The fields of RMI feature register 2: device assignment. All are zero when <see cref="Da"/> is.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiFeatureRegister2.</remarks>
public static class RmiFeatureRegister2
{
    /// <summary>Device assignment.</summary>
    public const ulong Da = 1UL << 0;

    /// <summary>Coherent devices.</summary>
    public const ulong DaCoh = 1UL << 1;

    /// <summary>Virtual SMMUs.</summary>
    public const ulong Vsmmu = 1UL << 2;

    /// <summary>Address translation services.</summary>
    public const ulong Ats = 1UL << 3;

    /// <summary>Key refresh when a virtual device is unlocked.</summary>
    public const ulong VdevKrou = 1UL << 8;

    /// <summary>Streams of kind NON_TEE.</summary>
    public const ulong NonTeeStream = 1UL << 9;

    /// <summary>A physical device may have 2^n - 1 virtual devices.</summary>
    public static BitField MaxVdevsOrder => new(4, 4);
}
