using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>What both stages' walks share: fetching and updating a descriptor through the granule protection check.</summary>
internal static unsafe class Walker
{
    /// <summary>Fetches one 64-bit descriptor.</summary>
    /// <param name="pe">The PE that walks.</param>
    /// <param name="address">Where the descriptor is.</param>
    /// <param name="level">Level of lookup.</param>
    /// <param name="stage">1 or 2.</param>
    /// <param name="fault">Takes the fault.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <returns>False with the fault filled in where the granule is refused or nothing answers.</returns>
    public static bool TryFetch(
        ProcessingElement pe, PhysicalAddress address, int level, byte stage, ref FaultRecord fault, out ulong descriptor)
    {
        MemoryResult result = pe.Physical.Fetch(address, out descriptor);
        if (pe.RecordsWalk)
            pe.LastWalk.Add(new WalkStep(stage, (sbyte)level, address, pe.Physical.Inspect(address.Value), result.Ok, descriptor));
        return Accept(result, address, level, stage, ref fault);
    }

    /// <summary>Replaces a descriptor: hardware update of Access flag and dirty state.</summary>
    /// <returns>False with the fault filled in where the granule is refused or nothing answers.</returns>
    /// <remarks>J1.1 shared pseudocode AArch64.MemSwapTableDesc. PEs take turns, so that nothing can come between fetch and update.</remarks>
    public static bool TryUpdate(ProcessingElement pe, PhysicalAddress address, int level, byte stage, ulong descriptor, ref FaultRecord fault) =>
        Accept(pe.Physical.Write(address, 8, descriptor), address, level, stage, ref fault);

    /// <summary>Fills in a fault of a stage at a level.</summary>
    /// <returns>False, for the caller to return.</returns>
    public static bool Fail(ref FaultRecord fault, FaultKind kind, byte stage, int level)
    {
        fault.Kind = kind;
        fault.Stage = stage;
        fault.Level = level;
        return false;
    }

    /// <summary>What a stage refuses of an access; an atomic that may neither read nor write lacks the permission to read.</summary>
    public static AccessKind Refused(AccessKind allowed, AccessKind access) =>
        access & (AccessKind.Read | AccessKind.Write | AccessKind.Execute) & ~allowed;

    /// <summary>Leaves of a fault's access the part that was refused: that decides ESR_ELx.WnR.</summary>
    public static void Narrow(AccessKind refused, ref FaultRecord fault) =>
        fault.Access &= ~((refused & AccessKind.Read) != 0 ? AccessKind.Write : AccessKind.Read);

    /// <summary>First lookup level for an input of <paramref name="inputBits"/> bits.</summary>
    public static int StartLevel(int inputBits, TranslationGranule granule) =>
        3 - (inputBits - 1 - granule.Shift()) / granule.BitsPerLevel();

    /// <summary>The address space that a security state's own accesses are made in.</summary>
    public static Pas PasOf(SecurityState state) => state switch
    {
        SecurityState.NonSecure => Pas.NonSecure,
        SecurityState.Realm => Pas.Realm,
        SecurityState.Root => Pas.Root,
        _ => Pas.Secure,
    };

    private static bool Accept(in MemoryResult result, PhysicalAddress address, int level, byte stage, ref FaultRecord fault)
    {
        if (result.Ok)
            return true;
        fault.OnWalk = true;
        fault.Pa = address;
        fault.Gpc = result.Gpc;
        return Fail(ref fault, result.IsExternalAbort ? FaultKind.ExternalAbort : FaultKind.GranuleProtection, stage, level);
    }
}
