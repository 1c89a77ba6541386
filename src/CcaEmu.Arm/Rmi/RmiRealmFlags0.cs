using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The flags0 word of RmiRealmParams.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRealmFlags0.</remarks>
public static class RmiRealmFlags0
{
    /// <summary>52-bit addresses with 4 KiB and 16 KiB granules.</summary>
    public const ulong Lpa2 = 1UL << 0;

    /// <summary>SVE.</summary>
    public const ulong Sve = 1UL << 1;

    /// <summary>Performance monitor.</summary>
    public const ulong Pmu = 1UL << 2;

    /// <summary>Device assignment.</summary>
    public const ulong Da = 1UL << 3;

    /// <summary><see cref="RmiLfaPolicy"/>.</summary>
    public static BitField LfaPolicy => new(5, 2);

    /// <summary><see cref="RmiMecPolicy"/>.</summary>
    public static BitField MecPolicy => new(7, 2);

    /// <summary>Every bit with a meaning; the others must be zero.</summary>
    public static ulong Known => Lpa2 | Sve | Pmu | Da | LfaPolicy.Mask | MecPolicy.Mask;
}
