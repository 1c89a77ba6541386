using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>Everything that recognisers may look at: the history of a run, and its state where it was stopped.</summary>
public sealed class CaseFile
{
    private FaultScene? _fault;

    /// <summary>How the run ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How it ended, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>The status the guest reported, or null.</summary>
    public ulong? GuestStatus { get; init; }

    /// <summary>What was recorded.</summary>
    public required EvidenceRecorder Evidence { get; init; }

    /// <summary>Exceptions by target.</summary>
    public required ExceptionHistory Exceptions { get; init; }

    /// <summary>State of the machine at the moment it all ended; null where nobody looked.</summary>
    public EndState? End { get; init; }

    /// <summary>What a PE was doing over and over, where one was found to make no progress; else null.</summary>
    public LoopReport? Loop { get; init; }

    /// <summary>What the guest was given; null where that is not known.</summary>
    public GuestMap? Map { get; init; }

    /// <summary>Stale translations that were used, where the run looked for them.</summary>
    public IReadOnlyList<StaleTranslation> StaleTranslations { get; init; } = [];

    /// <summary>The Realm Initial Measurement that was expected, in hexadecimal; null where none was.</summary>
    public string? ExpectedRim { get; init; }

    /// <summary>Names places of the guest.</summary>
    public Symbolizer? Symbolizer { get; init; }

    /// <summary>Names source lines of the guest.</summary>
    public LineFinder? Lines { get; init; }

    /// <summary>Reads the image's code.</summary>
    public CodeReader? Code { get; init; }

    /// <summary>
    /// The exception that matters: of the guest the first that it did not handle, else the first that monitor or host took; null without one.
    /// </summary>
    public FaultScene? Fault => _fault ??= Choose();

    /// <summary>The abnormal exceptions behind <see cref="Fault"/>, oldest first.</summary>
    public IEnumerable<FaultScene> After => Evidence.Scenes.Scenes.Where(scene => scene.Record.Number > Fault!.Record.Number);

    /// <summary>Whether a guest's own fault is what matters.</summary>
    public bool HasGuestFault => Fault is { IsGuests: true };

    /// <summary>The last calls of one interface, oldest first.</summary>
    /// <param name="interface">Which.</param>
    public IEnumerable<CallRecord> CallsOf(CallInterface @interface) => Evidence.Events.Calls.Where(call => call.Interface == @interface);

    /// <summary>The last REC exits, oldest first.</summary>
    public IReadOnlyCollection<RecExitRecord> Exits => Evidence.Exits.Exits;

    /// <summary>The last exit, or null.</summary>
    public RecExitRecord? LastExit => Exits.LastOrDefault();

    /// <summary>Width of an IPA in bits: by the fault, or by what is known of the Realm; 0 where neither says.</summary>
    public int IpaWidth => Fault is { Record.IpaWidth: > 0 and var width } ? width : End?.Realms.FirstOrDefault()?.IpaWidth ?? Evidence.Facts.IpaWidth ?? 0;

    /// <summary>Whether the fault that matters is that of an ordinary virtual machine, which has no halves and no RMM.</summary>
    public bool IsOrdinary => Fault is { IsGuests: true, Record.TargetState: SecurityState.NonSecure };

    /// <summary>The bit that selects the unprotected half; 0 where the width is not known, and for ordinary virtual machines.</summary>
    public ulong SharedBit => IpaWidth == 0 || IsOrdinary ? 0 : 1UL << (IpaWidth - 1);

    /// <summary>When what is judged was, in the order of things: the guest's fault, else the end. Changes behind it are the host's taking apart.</summary>
    public ulong Until => Fault is { IsGuests: true, Order: var then } ? then : End?.Order ?? ulong.MaxValue;

    /// <summary>Whether an address is in the image, and in no executable part of it.</summary>
    /// <param name="address">Virtual address.</param>
    public bool IsData(ulong address) => Map?.IsImage(address) == true && Code is { } code && code(address & ~3UL) is null;

    /// <summary>RIPAS of an IPA at the end, or null.</summary>
    /// <param name="ipa">The IPA.</param>
    public Ripas? RipasAtEnd(ulong ipa) => EntryAtEnd(ipa)?.Ripas;

    /// <summary>RTT entry of an IPA at the end, or null.</summary>
    /// <param name="ipa">The IPA.</param>
    public RttEntryView? EntryAtEnd(ulong ipa) => End?.Entry(ipa);

    /// <summary>An address with its symbol and source line.</summary>
    /// <param name="address">Virtual address.</param>
    public string Place(ulong address)
    {
        string symbol = Symbolizer?.Invoke(address) is { } name ? $" <{name}>" : "";
        // Code that was left out of an image has lines too, at addresses near zero.
        string line = Map?.IsImage(address) != false && Lines?.Invoke(address) is { } source ? $" ({source})" : "";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"0x{address:X}{symbol}{line}");
    }

    // A guest that reports by itself how it failed may have had faults before that it meant to have: those it has handled do not matter.
    private FaultScene? Choose()
    {
        IReadOnlyList<FaultScene> scenes = Evidence.Scenes.Scenes;
        return scenes.FirstOrDefault(scene => scene is { IsGuests: true, IsHandled: false })
            ?? scenes.FirstOrDefault(scene => scene.Record.Target == ExceptionLevel.EL3)
            ?? scenes.FirstOrDefault(scene => scene.Record is { TargetState: SecurityState.NonSecure } && !scene.IsHandled);
    }
}
