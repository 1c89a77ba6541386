using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>What both stages' walks share: fetching a descriptor through the granule protection check.</summary>
internal static class Walker
{
    /// <summary>Fetches one 64-bit descriptor.</summary>
    /// <returns>False with the fault filled in where the granule is refused or nothing answers.</returns>
    public static bool TryFetch(ProcessingElement pe, PhysicalAddress address, int level, byte stage, ref FaultRecord fault, out ulong descriptor)
    {
        if (pe.Physical.TryReadRam(address, out descriptor))
            return true;
        MemoryResult result = pe.Physical.Read(address, 8, out descriptor);
        if (result.Ok)
            return true;
        fault.Kind = result.IsExternalAbort ? FaultKind.ExternalAbort : FaultKind.GranuleProtection;
        fault.Stage = stage;
        fault.Level = (byte)level;
        fault.OnWalk = true;
        fault.Pa = address;
        fault.Gpc = result.Gpc;
        return false;
    }

    /// <summary>Fills in a fault of a stage at a level.</summary>
    /// <returns>False, for the caller to return.</returns>
    public static bool Fail(ref FaultRecord fault, FaultKind kind, byte stage, int level)
    {
        fault.Kind = kind;
        fault.Stage = stage;
        fault.Level = (byte)Math.Max(0, level);
        return false;
    }

    /// <summary>Checks an access against what a stage allows; an atomic that may neither read nor write lacks the permission to read.</summary>
    /// <returns>False with a permission fault filled in, whose access is the part that was refused: that decides ESR_ELx.WnR.</returns>
    public static bool Permits(AccessKind allowed, AccessKind access, ref FaultRecord fault, byte stage, int level)
    {
        AccessKind refused = access & (AccessKind.Read | AccessKind.Write | AccessKind.Execute) & ~allowed;
        if (refused == AccessKind.None)
            return true;
        fault.Access &= ~((refused & AccessKind.Read) != 0 ? AccessKind.Write : AccessKind.Read);
        return Fail(ref fault, FaultKind.Permission, stage, level);
    }

    /// <summary>The physical address size in bits that a PS or IPS field selects, at most what the PE implements.</summary>
    public static int OutputBits(ulong ps) => Math.Min(
        PeFeatures.PhysicalAddressBits, ps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, _ => 48 });

    /// <summary>First lookup level for an input of <paramref name="inputBits"/> bits.</summary>
    public static int StartLevel(int inputBits, TranslationGranule granule)
    {
        int stride = granule.BitsPerLevel();
        return 4 - (inputBits - granule.Shift() + stride - 1) / stride;
    }

    /// <summary>Address of the entry for an input address in a table.</summary>
    public static ulong EntryAddress(ulong table, ulong input, int shift, ulong indexMask) => table + ((input >> shift) & indexMask) * 8;

    /// <summary>The address space that a security state's own accesses are made in.</summary>
    public static Pas PasOf(SecurityState state) => state switch
    {
        SecurityState.NonSecure => Pas.NonSecure,
        SecurityState.Realm => Pas.Realm,
        SecurityState.Root => Pas.Root,
        _ => Pas.Secure,
    };
}
