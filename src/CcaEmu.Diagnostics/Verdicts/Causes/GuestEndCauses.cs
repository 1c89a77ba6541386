using CcaEmu.Arm.Psci;
using CcaEmu.Diagnostics.Calls;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Guests that end by their own decision.</summary>
internal static class GuestEndCauses
{
    public static Finding? TurnedOff(CaseFile file) => LastRealmCall(file) is { } call && (PsciFunction)call.FunctionId == PsciFunction.CpuOff && file.End?.Recs.Any(rec => rec.IsRunnable) != true
        ? new Finding(85, "the guest turned its last CPU off without turning the system off", "call PSCI SYSTEM_OFF (0x84000008) at the end", call.DescribeCall())
        : null;

    public static Finding? AskedForReset(CaseFile file) => LastRealmCall(file) is { } call && (PsciFunction)call.FunctionId is PsciFunction.SystemReset or PsciFunction.SystemReset2
        ? new Finding(
            file.Fault is null ? 82 : 20, "the guest asked for a reset, as a program does that has given up", "look at its last output, and at what it called before",
            call.DescribeCall())
        : null;

    public static Finding? ReportedFailure(CaseFile file) => file is { GuestStatus: { } status and not 0 }
        ? new Finding(
            file.HasGuestFault ? 15 : HasOtherReason(file) ? 60 : 82, Of($"the guest reported status {status}: a check of its own failed"),
            "its console says which check; the machine itself has seen nothing abnormal, so look for the reason in the guest",
            file.HasGuestFault ? "an exception came before, which is the likelier cause" : "no exception but calls and interrupts was taken, or the guest has handled it",
            HasOtherReason(file) ? "something else of the run may have led to it: a refused call, a stale translation, or memory that is not what the guest takes it for"
                : "ruled out: a refused call, a stale translation, an access that the host or the RMM refused")
        : null;

    private static bool HasOtherReason(CaseFile file) => GuestDeviceCauses.AliasNotShared(file) is not null || GuestMemoryCauses.ContentsLost(file) is not null
        || file.Evidence.Failures.Calls.Any(refused => GuestCallCauses.IsRealms(refused.Call)) || file.StaleTranslations.Any(stale => !GuestTlbCauses.IsHarmless(stale));

    private static CallRecord? LastRealmCall(CaseFile file)
    {
        CallRecord? last = null;
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls)
            last = call;
        return last is { Interface: CallInterface.Psci } ? last : null;
    }
}
