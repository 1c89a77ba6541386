namespace CcaEmu.Arm.Rmi;

/// <summary>The flags1 word of RmiRealmParams.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRealmFlags1.</remarks>
public static class RmiRealmFlags1
{
    /// <summary>Each plane has a translation tree of its own.</summary>
    public const ulong RttTreePerPlane = 1UL << 0;

    /// <summary>Stage 2 permissions are indirect.</summary>
    public const ulong RttS2apIndirect = 1UL << 1;

    /// <summary>Address translation services.</summary>
    public const ulong Ats = 1UL << 2;

    /// <summary>Every bit with a meaning; the others must be zero.</summary>
    public const ulong Known = RttTreePerPlane | RttS2apIndirect | Ats;
}
