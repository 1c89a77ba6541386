using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Recs;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_PSCI_COMPLETE: the host lets a PSCI request of one REC about another take effect, or denies it.</summary>
internal sealed class PsciComplete() : RmiHandler(RmiCommand.PsciComplete,
[
    RmmActive,
    RmiCondition.When("alias", RmiStatus.ErrorInput, call => call[1] == call[2]),
    .. RecAt(1),
    Aligned("target_align", 2),
    Tracked("target_bound", 2),
    RmiCondition.When("target_state", RmiStatus.ErrorInput, call => call.StateOf(call[2]) != GranuleState.Rec),
    RmiCondition.When("pending", RmiStatus.ErrorInput, call => call.Rec.Pending != RecPending.Psci),
    RmiCondition.When("owner", RmiStatus.ErrorInput, call => Target(call).Owner != call.Rec.Owner),
    RmiCondition.When("target", RmiStatus.ErrorInput, call => Target(call).Mpidr.Value != call.Rec[1]),
    RmiCondition.When("status", RmiStatus.ErrorInput, call => !IsPermitted(call)),
], Footprint.Granule("calling rec", 1), Footprint.Granule("target rec", 2))
{
    protected override RmiResult Apply(RmiCall call)
    {
        Rec calling = call.Rec;
        Rec target = Target(call);
        long result = Status(call)!.Value;
        if (result == (long)PsciStatus.Success)
        {
            result = IsCpuOn(calling)
                ? (long)TurnOn(calling, target)
                : (long)(target.IsRunnable ? PsciAffinityState.On : PsciAffinityState.Off);
        }
        calling[0] = (ulong)result;
        for (int i = 1; i <= 3; i++)
            calling[i] = 0;
        calling.Pending = RecPending.None;
        return RmiResult.Success;
    }

    private static PsciStatus TurnOn(Rec calling, Rec target)
    {
        if (target.IsRunnable)
            return PsciStatus.AlreadyOn;
        target[0] = calling[3];
        for (int i = 1; i <= 30; i++)
            target[i] = 0;
        target.Pc = calling[2];
        target.Pstate = Rec.InitialPstate;
        target.ResetSystemRegisters();
        target.IsErrorPending = false;
        target.IsRunnable = true;
        return PsciStatus.Success;
    }

    // PSCI statuses are 32 bits, sign-extended or not; anything else is none.
    private static long? Status(RmiCall call) =>
        (long)call[3] is var status && (status == (int)status || status == (uint)status) ? (int)status : null;

    private static bool IsPermitted(RmiCall call) =>
        Status(call) == (long)PsciStatus.Success
        || (Status(call) == (long)PsciStatus.Denied && IsCpuOn(call.Rec) && !Target(call).IsRunnable);

    private static bool IsCpuOn(Rec calling) =>
        (PsciFunction)new SmcFunctionId((uint)calling[0]).WithoutSveHint.Value is PsciFunction.CpuOn or PsciFunction.CpuOnSmc32;

    private static Rec Target(RmiCall call) => new(call.Memory, call[2]);
}
