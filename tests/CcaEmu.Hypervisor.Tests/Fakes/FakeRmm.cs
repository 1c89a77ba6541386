using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>
/// An EL3 that answers RMI itself: a small model of the RMM with faults to inject. It keeps track of every granule, so that a host that
/// loses one, or uses one twice, is found out. Its guest is a script of REC exits.
/// </summary>
internal sealed partial class FakeRmm : ManagedFirmware
{
    private readonly List<(RmiCommand Command, int Skip, Func<SmcCall, SmcCall> Answer)> _injected = [];
    private ProcessingElement? _pe;
    private long _calls;

    public FakeRmm(ManagedFirmware hypervisor) : base(ExceptionLevel.EL3, SecurityState.Root, 0x0400_0000) => Hypervisor = hypervisor;

    public ManagedFirmware Hypervisor { get; }

    /// <summary>Every command with its arguments and answer.</summary>
    public List<(RmiCommand Command, SmcCall Request, SmcCall Response)> Trace { get; } = [];

    /// <summary>Called before a command is carried out.</summary>
    public Action<RmiCommand>? Before { get; set; }

    /// <summary>Every n-th command is answered BUSY, or BLOCKED in turn; 0 for none.</summary>
    public int BusyEvery { get; set; }

    /// <summary>The call with this number, from 1, is answered with this instead.</summary>
    public (long Call, SmcCall Answer)? FailAt { get; set; }

    /// <summary>Range commands stop after one granule or one entry.</summary>
    public bool StopsEarly { get; set; }

    /// <summary>Granules that cannot be undelegated.</summary>
    public HashSet<ulong> Kept { get; } = [];

    /// <summary>Granules that cannot be delegated.</summary>
    public HashSet<ulong> Undelegable { get; } = [];

    /// <summary>The guest: one action for each entry.</summary>
    public Queue<Action<FakeExit>> Guest { get; } = new();

    public ulong Features0 { get; set; } = new RmiFeatureRegister0 { S2sz = 48, NumBps = 5, NumWps = 3 }.Encode();
    public ulong Features1 { get; set; } = new RmiFeatureRegister1 { Granule4K = true, Sha256 = true, MaxRecsOrder = 4 }.Encode();

    public IEnumerable<RmiCommand> Commands => Trace.Select(line => line.Command);

    public int Count(RmiCommand command) => Commands.Count(other => other == command);

    /// <summary>Has one call answered by a test instead of the model.</summary>
    public void Inject(RmiCommand command, Func<SmcCall, SmcCall> answer, int skip = 0) => _injected.Add((command, skip, answer));

    /// <summary>Has one call fail.</summary>
    public void Fail(RmiCommand command, RmiResult result, int skip = 0) => Inject(command, _ => new SmcCall(result.Value), skip);

    /// <summary>Answers a call that was injected by the model after all.</summary>
    public SmcCall Replay(SmcCall call) => Model(call);

    protected override void OnEntry(ProcessingElement pe)
    {
        pe[SystemRegister.VBAR_EL3] = VectorBase;
        pe[SystemRegister.SCR_EL3] = SCR_EL3.NS | SCR_EL3.RW;
        pe[SystemRegister.SPSR_EL3] = 0x3C9; // EL2h, DAIF masked
        pe[SystemRegister.ELR_EL3] = Hypervisor.EntryPoint;
        pe.ExceptionReturn();
    }

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        _pe = pe;
        var request = SmcCall.From(pe);
        Before?.Invoke((RmiCommand)request.X0);
        SmcCall response = Answer(request);
        Trace.Add(((RmiCommand)request.X0, request, response));
        response.CopyTo(pe);
        pe.ExceptionReturn();
    }

    protected override void OnResume(ProcessingElement pe) => throw new InvalidOperationException("EL3 makes no calls");

    private static SmcCall Reply(RmiResult result, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0) => new(result.Value, x1, x2, x3, x4);

    private SmcCall Answer(SmcCall call)
    {
        _calls++;
        if (BusyEvery > 0 && _calls % BusyEvery == 0)
            return Reply(_calls / BusyEvery % 2 == 0 ? RmiStatus.Busy : RmiStatus.Blocked);
        if (FailAt is { } failure && failure.Call == _calls)
            return failure.Answer;
        for (int i = 0; i < _injected.Count; i++)
        {
            (RmiCommand command, int skip, Func<SmcCall, SmcCall> answer) = _injected[i];
            if ((ulong)command != call.X0)
                continue;
            if (skip > 0)
            {
                _injected[i] = (command, skip - 1, answer);
                break;
            }
            _injected.RemoveAt(i);
            return answer(call);
        }
        return Model(call);
    }

    private SmcCall Model(SmcCall call) => (RmiCommand)call.X0 switch
    {
        RmiCommand.Version => Reply(RmiStatus.Success, RmiRevision.Current.Encode(), RmiRevision.Current.Encode()),
        RmiCommand.Features => Reply(RmiStatus.Success, call.X1 == 0 ? Features0 : Features1),
        RmiCommand.RmmConfigSet or RmiCommand.RmmActivate => Reply(RmiStatus.Success),
        RmiCommand.GranuleTrackingGet => Reply(RmiStatus.Success, 0, (ulong)RmiTrackingState.Fine, NextRegion(call.X1, call.X2)),
        RmiCommand.GptL1Create => Reply(RmiStatus.ErrorGpt),
        RmiCommand.GranuleRangeDelegate => DelegateRange(call.X1, call.X2),
        RmiCommand.GranuleRangeUndelegate => UndelegateRange(call.X1, call.X2),
        RmiCommand.RealmCreate => RealmCreate(call.X1, call.X2),
        RmiCommand.RealmActivate => RealmActivate(call.X1),
        RmiCommand.RealmTerminate => RealmTerminate(call.X1),
        RmiCommand.RealmDestroy => RealmDestroy(call.X1),
        RmiCommand.RecCreate => RecCreate(call.X1, call.X2, call.X3),
        RmiCommand.RecDestroy => RecDestroy(call.X1),
        RmiCommand.RecEnter => RecEnter(call.X1, call.X2),
        RmiCommand.PsciComplete => PsciComplete(call.X1, call.X2),
        RmiCommand.RttCreate => RttCreate(call.X2, call.X3, (int)call.X4),
        RmiCommand.RttDestroy => RttDestroy(call.X2, (int)call.X3),
        RmiCommand.RttFold => RttFold(call.X2, (int)call.X3),
        RmiCommand.RttReadEntry => RttReadEntry(call.X2, (int)call.X3),
        RmiCommand.RttDataMapInit => DataMapInit(call.X2, call.X3, call.X4),
        RmiCommand.RttDataMap => DataMap(call.X2, call.X3, call.X5),
        RmiCommand.RttDataUnmap => DataUnmap(call.X2, call.X3),
        RmiCommand.RttUnprotMap => UnprotMap(call.X2, call.X3, call.X5),
        RmiCommand.RttUnprotUnmap => UnprotUnmap(call.X2, call.X3),
        RmiCommand.RttInitRipas => SetRipas(call.X2, call.X3, Ripas.Ram),
        RmiCommand.RttSetRipas => SetRipas(call.X3, call.X4, RequestedRipas),
        RmiCommand.OpContinue => OpContinue(call.X1),
        RmiCommand.OpMemDonate => OpMemDonate(call.X1, call.X2, call.X3),
        RmiCommand.OpMemReclaim => OpMemReclaim(call.X1, call.X2, call.X3),
        RmiCommand.OpCancel => OpCancel(call.X1),
        _ => new SmcCall(SmcccStatus.UnknownFunction),
    };

    private static ulong NextRegion(ulong start, ulong end) => Math.Min(end, (start & ~0x3FFF_FFFFUL) + 0x4000_0000);

    private byte[] ReadPage(ulong address)
    {
        byte[] page = new byte[0x1000];
        Assert.That(_pe!.Physical.Read(new PhysicalAddress(address, Pas.NonSecure), page).Ok, Is.True);
        return page;
    }

    private void WritePage(ulong address, byte[] page) =>
        Assert.That(_pe!.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), page).Ok, Is.True);
}
