using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>PSCI as a Realm has it: what concerns other RECs, or the machine, goes to the host.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm PSCI"; Power State Coordination Interface (DEN0022).</remarks>
internal sealed class RealmPsci(RsiCall call)
{
    /// <summary>Failure conditions of CPU_ON in order of priority; whether another REC is on, the host's answer decides.</summary>
    public static IReadOnlyList<RsiCondition> CpuOnConditions { get; } =
    [
        new("entry", PsciStatus.InvalidAddress, call => !call.Rd.IsProtected(call[2])),
        new("mpidr", PsciStatus.InvalidParameters, call => !IsRec(call)),
        new("runnable", PsciStatus.AlreadyOn, IsCaller),
    ];

    /// <summary>Failure conditions of AFFINITY_INFO in order of priority.</summary>
    public static IReadOnlyList<RsiCondition> AffinityInfoConditions { get; } =
    [
        new("level", PsciStatus.InvalidParameters, call => call[2] != 0),
        new("mpidr", PsciStatus.InvalidParameters, call => !IsRec(call)),
    ];

    /// <summary>Serves a call whose function is in PSCI's range.</summary>
    public RealmOutcome Handle(SmcFunctionId functionId) => (PsciFunction)functionId.Value switch
    {
        PsciFunction.Version => call.Return(PsciRevision.Current.Encode()),
        PsciFunction.Features => Features(),
        PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32 => Suspend(),
        PsciFunction.CpuOff => Off(),
        PsciFunction.CpuOn or PsciFunction.CpuOnSmc32 => On(),
        PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32 => AffinityInfo(),
        PsciFunction.SystemOff or PsciFunction.SystemReset => SystemOff(),
        _ => Return(PsciStatus.NotSupported),
    };

    private static bool IsSupported(SmcFunctionId functionId) =>
        functionId.Value == (uint)SmcccFunction.Version
        || (PsciFunction)functionId.Value is PsciFunction.Version or PsciFunction.Features
            or PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32 or PsciFunction.CpuOff
            or PsciFunction.CpuOn or PsciFunction.CpuOnSmc32 or PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32
            or PsciFunction.SystemOff or PsciFunction.SystemReset;

    private RealmOutcome Features() =>
        Return(IsSupported(new SmcFunctionId((uint)call[1])) ? PsciStatus.Success : PsciStatus.NotSupported);

    private RealmOutcome Suspend()
    {
        // The REC stays runnable: whenever the host enters it again, it has woken up.
        BeginExit();
        call[0] = (ulong)PsciStatus.Success;
        return call.Exit();
    }

    private RealmOutcome Off()
    {
        Rec rec = call.Rec;
        rec.IsRunnable = false;
        BeginExit();
        return call.Exit();
    }

    private RealmOutcome SystemOff()
    {
        Rd rd = call.Rd;
        rd.State = RealmState.SystemOff;
        BeginExit();
        return call.Exit();
    }

    private RealmOutcome On()
    {
        TakeArguments();
        return RsiCondition.TryFail(CpuOnConditions, call, out RealmOutcome failure) ? failure : AskHost();
    }

    private RealmOutcome AffinityInfo()
    {
        TakeArguments();
        if (RsiCondition.TryFail(AffinityInfoConditions, call, out RealmOutcome failure))
            return failure;
        return IsCaller(call) ? call.Return((ulong)PsciAffinityState.On) : AskHost();
    }

    // SMC Calling Convention, section "SMC32/HVC32 argument passing": only the low halves mean something. They replace the
    // registers because RMI_PSCI_COMPLETE reads them there.
    private void TakeArguments()
    {
        if ((PsciFunction)new SmcFunctionId((uint)call[0]).WithoutSveHint.Value
            is not (PsciFunction.CpuOnSmc32 or PsciFunction.AffinityInfoSmc32))
            return;
        for (int i = 1; i <= 3; i++)
            call[i] = (uint)call[i];
    }

    // RMI_PSCI_COMPLETE takes the arguments from the REC's X0 to X3, so they stay there.
    private RealmOutcome AskHost()
    {
        Rec rec = call.Rec;
        rec.Pending = RecPending.Psci;
        BeginExit().WithGpr(1, call[1]);
        return call.Exit();
    }

    private RecExit BeginExit() => call.Context.Exit.Begin(RmiRecExitReason.Psci).WithGpr(0, new SmcFunctionId((uint)call[0]).WithoutSveHint.Value);

    private static bool IsCaller(RsiCall call) => call[1] == call.Rec.Mpidr.Value;

    private static bool IsRec(RsiCall call)
    {
        var target = new RecMpidr(call[1]);
        return target.IsValid && target.Index < call.Rd.RecIndex;
    }

    private RealmOutcome Return(PsciStatus status) => call.Return((ulong)(long)status);
}
