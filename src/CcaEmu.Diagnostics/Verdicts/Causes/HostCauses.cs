using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>RMI commands that are refused: each refusal has one reason, and the call before it is often the cause.</summary>
/// <remarks>RMM specification (DEN0137), section "RMI commands", failure conditions.</remarks>
internal static class HostCauses
{
    public static Finding? RmiVersion(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.Version).FirstOrDefault() is not { } refused)
            return null;
        return (long)refused.Call.Results[0] < 0
            ? new Finding(97, "there is no RMM: RMI_VERSION was answered as an unknown function", "start an RMM at R-EL2, and look at how its boot ended", $"{refused}")
            : new Finding(
                97, Of($"host asked for RMI {InterfaceVersion.Decode(refused.Call.Arguments[1])}, RMM offers {InterfaceVersion.Decode(refused.Call.Results[1])}..{InterfaceVersion.Decode(refused.Call.Results[2])}"),
                "use a host and an RMM of the same revision of the RMM specification", $"{refused}", "no other RMI call was made with success");
    }

    public static Finding? OperationAbandoned(CaseFile file)
    {
        if (file.Evidence.Failures.Blocked is not { } blocked)
            return null;
        IReadOnlyDictionary<ulong, CallRecord> open = file.Evidence.Failures.OpenOperations;
        return open.Count > 0
            ? Unfinished(open.Keys.Max(), open[open.Keys.Max()], blocked)
            : new Finding(60, "a command was answered BLOCKED to the end: another operation on its object is unfinished", "continue or cancel what returned INCOMPLETE before", $"{blocked}");
    }

    private static Finding Unfinished(ulong handle, CallRecord begun, RefusedCall blocked) => new(
        94, Of($"operation 0x{handle:X} ({begun.Name}) is unfinished, so everything about its objects answers BLOCKED"),
        Of($"continue it with RMI_OP_CONTINUE(0x{handle:X}), or cancel it, before anything else about that object"), $"{begun.DescribeCall()} → {begun.DescribeResult()}", $"{blocked}");

    public static Finding? RealmStillLive(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RealmDestroy).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorRealm) is not { } refused)
            return null;
        string alive = file.Evidence.AliveAtRefusal is { } list ? list : "what is alive was not looked at";
        return new Finding(
            95, Of($"RMI_REALM_DESTROY of 0x{refused.Call.Arguments[1]:X} was refused: the realm is not a zombie, or is still live"),
            "in this order: unmap everything, RMI_RTT_DESTROY, RMI_REC_DESTROY, RMI_REALM_TERMINATE, RMI_REALM_DESTROY", $"{refused}", alive);
    }

    public static Finding? Refused(CaseFile file)
    {
        if (file.Status != Summaries.RunStatus.HostError || file.Evidence.Failures.Calls.LastOrDefault(refused => refused.Call.Interface == CallInterface.Rmi && refused.Status != RmiStatus.ErrorGpt) is not { } refused
            || !file.What.Contains(refused.Call.Name, StringComparison.Ordinal))
            return null;
        return new Finding(
            82, Of($"the RMM refused {refused.Call.Name} of the host: {refused.Call.DescribeResult()}"),
            Of($"look at its arguments, and at the command's failure conditions in the RMM specification: `ccaemu explain rmi-status 0x{refused.Call.Results[0]:X}` says what the status means"),
            [$"{refused}", .. RmiMeaning(refused)]);
    }

    public static Finding? ManifestRefused(CaseFile file)
    {
        foreach (CallRecord call in file.Evidence.Boot)
        {
            if ((int)call.Arguments[1] < 0)
            {
                return new Finding(
                    99, Of($"the RMM stopped at boot: RMM_BOOT_COMPLETE said {(Arm.RmmEl3.RmmBootStatus)(int)call.Arguments[1]}"),
                    "monitor and RMM disagree about the boot manifest: update both; a manifest part whose words do not add up to 0 is damaged", call.DescribeCall());
            }
        }
        return null;
    }

    private static IEnumerable<string> RmiMeaning(RefusedCall refused) => Explanations.RmiStatusStory.Of(refused.Call.Results[0]).Skip(1);
}
