using CcaEmu.Arm;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>Hears the marks of images/bench.elf and has the ledger take samples between them.</summary>
/// <remarks>
/// A mark of the image is RSI_FEATURES with an index that no register has; in an ordinary virtual machine it is the same SMC, which nobody there
/// knows. What two marks with nothing between them do is measured first and taken out of every sample of the image.
/// </remarks>
public sealed class BenchMarks : ICallObserver
{
    private const ulong MarkTag = 0xBE00_0000;
    private const ulong MarkMask = 0xFF00_0000;
    private const string Nothing = "nothing";

    private static readonly string[] InRealm =
    [
        "rsi_rt", "rsi_host_call", "mmio_read_user", "mmio_read_vgic", "eoi", "ipi", "timer_10ms", "ripas_change", "first_touch", Nothing, "sysreg_trap",
    ];

    private static readonly string[] InVm =
    [
        "", "", "vm_mmio_read_user", "vm_mmio_read_vgic", "vm_eoi", "vm_ipi", "vm_timer_10ms", "", "vm_first_touch", Nothing, "vm_sysreg_trap",
        "hyp_call", "vm_host_call",
    ];

    private readonly CrossingLedger _ledger;
    private readonly Action<string, bool> _told;
    private readonly string[] _names;
    private readonly SecurityState _guestState;
    private ulong[] _overhead = [];

    /// <summary>Listens to a machine's calls.</summary>
    /// <param name="recorder">Listens to the machine.</param>
    /// <param name="ledger">Takes the samples.</param>
    /// <param name="isVm">Whether the image runs in an ordinary virtual machine, not in a realm.</param>
    /// <param name="told">Is told the name of a measurement, and whether it begins, when it begins and ends.</param>
    public BenchMarks(RunRecorder recorder, CrossingLedger ledger, bool isVm, Action<string, bool> told)
    {
        (_ledger, _told) = (ledger, told);
        (_names, _guestState) = isVm ? (InVm, SecurityState.NonSecure) : (InRealm, SecurityState.Realm);
        recorder.Ledger.Subscribe(this);
    }

    /// <summary>Begins a measurement: the host does, of a call of its own.</summary>
    /// <param name="name">Its name.</param>
    public void Begin(string name)
    {
        _told(name, true);
        _ledger.BeginSample(name);
    }

    /// <summary>Ends it.</summary>
    /// <param name="name">Its name.</param>
    public void End(string name) => End(name, default);

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
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

    private void End(string name, ReadOnlySpan<ulong> overhead)
    {
        _ledger.EndSample(name, overhead);
        _told(name, false);
    }

    private string? NameOf(in CallRecord call, bool isEnd)
    {
        bool mark = call.FunctionId == (uint)RsiCommand.Features && call.CallerLevel == ExceptionLevel.EL1 && call.CallerState == _guestState
            && (call.Arguments[1] & MarkMask) == MarkTag && (call.Arguments[1] & 1) == (isEnd ? 1UL : 0UL);
        ulong number = (call.Arguments[1] & ~MarkMask) >> 1;
        return mark && number < (ulong)_names.Length && _names[number].Length > 0 ? _names[number] : null;
    }
}
