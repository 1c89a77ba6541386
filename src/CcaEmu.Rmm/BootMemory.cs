using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Granules;

namespace CcaEmu.Rmm;

/// <summary>Memory that the RMM asks the monitor for while it boots, beyond that of its image.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_RESERVE_MEMORY. Deviation: what a native RMM keeps there, this one keeps in managed objects. It asks all the
/// same, for a page of each PE and an index of all granules, so that it boots where a native RMM would, and stops booting where one would.
/// </remarks>
internal static class BootMemory
{
    /// <summary>Bytes of one PE's data.</summary>
    public const ulong PeBytes = PageBytes;

    private const ulong PageBytes = RmmBootManifest.PageSize;
    private const int AlignmentShift = 56, PageShift = 12;
    private const ulong NearPe = 1;

    // One pointer for a table of so many granules' states.
    private const ulong GranulesOfPointer = 512, PointerBytes = 8;

    /// <summary>Bytes of the index of all granules' states.</summary>
    public static ulong IndexBytes(GranuleTable granules)
    {
        ulong pointers = (granules.Count + GranulesOfPointer - 1) / GranulesOfPointer;
        return (pointers * PointerBytes + PageBytes - 1) & ~(PageBytes - 1);
    }

    /// <summary>Asks for whole pages; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the call.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="nearPe">Whether it is for the PE that asks.</param>
    /// <returns>SUCCESS and the address, or OUT_OF_MEMORY where the monitor gives none.</returns>
    public static async Script<(RmmBootStatus Status, ulong Address)> Reserve(ScriptContext script, ulong bytes, bool nearPe)
    {
        SmcCall answer = await script.Smc(new SmcCall(
            (ulong)RmmEl3Command.ReserveMemory, bytes, (ulong)PageShift << AlignmentShift | (nearPe ? NearPe : 0)));
        return (RmmEl3Status)(long)answer.X0 == RmmEl3Status.Ok ? (RmmBootStatus.Success, answer.X1) : (RmmBootStatus.OutOfMemory, 0);
    }
}
