using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>Hears the marks of images/bench.elf, and of the realm's life, and has the ledger take samples between them.</summary>
/// <remarks>
/// A mark of the image is RSI_FEATURES with an index that no register has. What two marks with nothing between them do is measured first
/// and taken out of every sample of the image.
/// </remarks>
public sealed class BenchMarks : ICallObserver, IPeObserver
{
    private const ulong MarkTag = 0xBE00_0000;
    private const ulong MarkMask = 0xFF00_0000;
    private const string Nothing = "nothing";
    private const string Boot = "realm_boot";
    private const string Teardown = "realm_teardown";

    private static readonly string[] Measured =
    [
        "rsi_rt", "rsi_host_call", "mmio_read_user", "mmio_read_vgic", "eoi", "ipi", "timer_10ms", "ripas_change", "first_touch", Nothing, "sysreg_trap",
    ];

    private readonly CrossingLedger _ledger;
    private readonly Action<string, bool> _told;
    private ulong[] _overhead = [];
    private bool _isHostMeasuring, _isBooting, _isLive;

    /// <summary>Listens to a machine and its calls.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="recorder">Listens to it, too.</param>
    /// <param name="ledger">Takes the samples.</param>
    /// <param name="told">Is told the name of a measurement, and whether it begins, when it begins and ends.</param>
    public BenchMarks(Machine.Machine machine, RunRecorder recorder, CrossingLedger ledger, Action<string, bool> told)
    {
        (_ledger, _told) = (ledger, told);
        machine.Bus.Subscribe(this);
        recorder.Ledger.Subscribe(this);
    }

    /// <summary>The host begins a measurement of its own.</summary>
    /// <param name="name">Its name.</param>
    public void BeginHostMeasurement(string name)
    {
        _isHostMeasuring = true;
        Begin(name);
    }

    /// <summary>The host has ended it.</summary>
    /// <param name="name">Its name.</param>
    public void EndHostMeasurement(string name)
    {
        End(name, default);
        _isHostMeasuring = false;
    }

    /// <summary>The run is over.</summary>
    public void Close() => End(Teardown, default);

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (call.Interface == CallInterface.Rmi)
            FollowLife((RmiCommand)new SmcFunctionId(call.FunctionId).WithoutSveHint.Value);
        if (NameOf(call, isEnd: true) is not { } name)
            return;
        End(name, _overhead);
        if (_overhead.Length == 0 && name == Nothing)
            _overhead = _ledger.WorkOfSamples(Nothing).ToArray();
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Outcome == CallOutcome.Returned && NameOf(call, isEnd: false) is { } name)
            Begin(name);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (_isLive || fromState != SecurityState.Realm || pe.CurrentLevel != ExceptionLevel.EL1)
            return;
        _isLive = true;
        End(Boot, default);
    }

    // The realm's boot begins with the first granule that is delegated for it, its teardown with its termination.
    private void FollowLife(RmiCommand command)
    {
        bool builds = command is RmiCommand.GranuleRangeDelegate or RmiCommand.RealmCreate;
        if (builds && !_isBooting && !_isHostMeasuring)
        {
            _isBooting = true;
            Begin(Boot);
        }
        if (command == RmiCommand.RealmTerminate)
            Begin(Teardown);
    }

    private void Begin(string name)
    {
        _told(name, true);
        _ledger.BeginSample(name);
    }

    private void End(string name, ReadOnlySpan<ulong> overhead)
    {
        _ledger.EndSample(name, overhead);
        _told(name, false);
    }

    private static string? NameOf(in CallRecord call, bool isEnd)
    {
        bool mark = call.Interface == CallInterface.Rsi && call.FunctionId == (uint)RsiCommand.Features
            && (call.Arguments[1] & MarkMask) == MarkTag && (call.Arguments[1] & 1) == (isEnd ? 1UL : 0UL);
        ulong number = (call.Arguments[1] & ~MarkMask) >> 1;
        return mark && number < (ulong)Measured.Length ? Measured[number] : null;
    }
}
