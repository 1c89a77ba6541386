using CcaEmu.Arm.Rmi;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>Tells what X0 of an RMI command means, and what a host does about it.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiCommandReturnCode.</remarks>
public static class RmiStatusStory
{
    private const int LastLevel = 3;

    /// <summary>The lines of it.</summary>
    /// <param name="x0">X0 as the command returned it.</param>
    public static IEnumerable<string> Of(ulong x0)
    {
        if (x0 == ulong.MaxValue || (uint)x0 == uint.MaxValue)
        {
            yield return "X0 = -1: NOT_SUPPORTED. Nobody answers that function identifier: there is no RMM, or it does not know the command";
            yield break;
        }
        var result = new RmiResult(x0);
        yield return $"X0 = 0x{x0:X}: {result}";
        yield return $"status [7:0] = {(int)result.Status}: {Meaning(result.Status)}";
        if (result.Status is RmiStatus.ErrorRtt or RmiStatus.ErrorRttAux or RmiStatus.ErrorPsmmuSt or RmiStatus.ErrorDpt)
        {
            yield return result.Level < LastLevel ? $"level [15:8] = {result.Level}: where the walk stopped; the next table to create is of level {result.Level + 1}"
                : $"level [15:8] = {result.Level}: {(result.Level == LastLevel ? "the last one, so no table is missing: the entry there is not in the state that the command needs (RMI_RTT_READ_ENTRY shows it)" : "there is no such level")}";
        }
        if (result.Status == RmiStatus.Incomplete)
            yield return $"memory request [9:8] = {result.MemoryRequest}, can cancel [10] = {(result.CanCancel ? 1 : 0)}: the handle is in X1";
    }

    private static string Meaning(RmiStatus status) => status switch
    {
        RmiStatus.Success => "done",
        RmiStatus.ErrorInput => "an argument is wrong: its alignment, its range, a field of a parameter page, or the state of a granule that it names",
        RmiStatus.ErrorRealm => "an attribute of the realm does not fit: it is not NEW or ACTIVE as the command needs it, or still live",
        RmiStatus.ErrorRec => "an attribute of the REC does not fit: not runnable, running, PSCI not completed, emul_mmio without an emulatable abort, or a list register with HW",
        RmiStatus.ErrorRtt => "a walk of the realm's tables stopped early, or found another entry than the command needs",
        RmiStatus.ErrorNotSupported => "the command, or what is asked of it, is not supported",
        RmiStatus.Busy => "nothing was done: try again",
        RmiStatus.ErrorGlobal => "an attribute of the RMM does not fit: not active, no VMID or MECID left, no platform token",
        RmiStatus.ErrorTracking => "the tracking state of a region does not fit",
        RmiStatus.Incomplete => "the operation has begun: carry it on with RMI_OP_CONTINUE or RMI_OP_MEM_*, or cancel it; everything about its objects is BLOCKED until then",
        RmiStatus.Blocked => "an object is in the middle of another operation: continue that one first",
        RmiStatus.ErrorGpt => "an entry of the granule protection table is not as the command needs it: a level 1 table is missing, or there already",
        RmiStatus.ErrorGranule => "an attribute of a granule does not fit",
        RmiStatus.ErrorDevice => "an attribute of a device does not fit",
        RmiStatus.ErrorRttAux => "a walk of an auxiliary table stopped early",
        RmiStatus.ErrorPsmmuSt => "a walk of a stream table stopped early",
        RmiStatus.ErrorDpt => "a walk of a device permission table stopped early",
        _ => "not a status of the specification",
    };
}
