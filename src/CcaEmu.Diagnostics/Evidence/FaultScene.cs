using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>An abnormal exception with everything around it as it was then: registers, the walk, the Realm's own entries for the IPA.</summary>
/// <remarks>Taken when it happens, because guests, RMM and host change all of it afterwards.</remarks>
public sealed record FaultScene
{
    private const int StackPointer = 31;

    /// <summary>The exception.</summary>
    public required ExceptionRecord Record { get; init; }

    /// <summary>When, in the order in which things happen in the machine: <see cref="Machine.TraceBus.EventCount"/>.</summary>
    public required ulong Order { get; init; }

    /// <summary>X0 to X30.</summary>
    public required IReadOnlyList<ulong> X { get; init; }

    /// <summary>SP of the level that took the fault, as PSTATE.SP selected it.</summary>
    public ulong SP { get; init; }

    /// <summary>A guest's own exceptions: whether the guest's translation leads anywhere from where SP points; null for others.</summary>
    public bool? IsStackMapped { get; init; }

    /// <summary>System registers that say what memory is to the guest, by name.</summary>
    public required IReadOnlyDictionary<SystemRegister, ulong> Registers { get; init; }

    /// <summary>The instruction at the faulting PC, where it could be read by the guest's own translation.</summary>
    public uint? Word { get; init; }

    /// <summary>Memory faults: what was decided, by which stage and level; default for other exceptions.</summary>
    public FaultRecord Fault { get; init; }

    /// <summary>Memory faults: every descriptor fetch that led there.</summary>
    public IReadOnlyList<WalkStep> Walk { get; init; } = [];

    /// <summary>RD of the Realm, where the RMM shows its objects.</summary>
    public ulong? Rd { get; init; }

    /// <summary>RTT entries for the faulting IPA as the RMM has them, where it shows them.</summary>
    public IReadOnlyList<RttEntryView> Rtt { get; init; } = [];

    /// <summary>The last calls before it, oldest first; kept for the first few scenes only.</summary>
    public IReadOnlyList<RepeatedCall> Calls { get; init; } = [];

    /// <summary>Whether the guest has since returned to where it was interrupted, or to EL0: it has handled the exception.</summary>
    public bool IsHandled { get; internal set; }

    /// <summary>How often the handler returned to the instruction in vain: it took the same exception again at once.</summary>
    public ulong TimesInVain { get; internal set; }

    /// <summary>The exception as it was first reported to EL2, for one that software injected; else its own syndrome.</summary>
    public EsrValue OriginalSyndrome => Record.OriginalSyndrome ?? Record.Syndrome;

    /// <summary>PC of the instruction.</summary>
    public ulong PC => Record.ReturnAddress;

    /// <summary>Value of a register as an instruction names a base: 31 is SP.</summary>
    /// <param name="register">0 to 31.</param>
    public ulong Base(int register) => register == StackPointer ? SP : X[register];

    /// <summary>Value of one of <see cref="Registers"/>, or 0.</summary>
    /// <param name="register">Which.</param>
    public ulong this[SystemRegister register] => Registers.GetValueOrDefault(register);

    /// <summary>The RTT entry that a walk for the faulting IPA ends at, or null.</summary>
    public RttEntryView? RttLeaf => Rtt.Count == 0 ? null : Rtt[^1];

    /// <summary>Whether it is a fault of a guest at its own EL1: a Realm, or an ordinary virtual machine.</summary>
    public bool IsGuests => Record is { TargetState: SecurityState.Realm or SecurityState.NonSecure, Target: ExceptionLevel.EL1 };
}
