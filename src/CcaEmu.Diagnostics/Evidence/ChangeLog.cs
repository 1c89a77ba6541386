using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>Remembers which call last changed what: the answer to "who set it so, and when".</summary>
/// <remarks>
/// Learnt from calls that returned, so it holds for any RMM and any host. The latest <see cref="Capacity"/> changes are kept; memory is taken
/// as it is needed.
/// </remarks>
public sealed class ChangeLog
{
    /// <summary>Most changes kept.</summary>
    public const int Capacity = 1 << 16;

    private const int Few = 256;
    private readonly List<Change> _changes = [];
    private int _oldest;

    // What a step of an operation has changed, the command that began it says.
    private readonly BegunOperations _operations = new();

    /// <summary>What is kept, latest first.</summary>
    public IEnumerable<Change> Latest
    {
        get
        {
            for (int i = _changes.Count - 1; i >= 0; i--)
                yield return _changes[(_oldest + i) % _changes.Count];
        }
    }

    /// <summary>The last change of an IPA of a Realm: its RTT entry, or its RIPAS.</summary>
    /// <param name="rd">RD of the Realm; null for any.</param>
    /// <param name="ipa">The IPA.</param>
    /// <param name="until">Order behind which changes do not count: a Realm is taken apart after its fault.</param>
    public Change? OfIpa(ulong? rd, ulong ipa, ulong until = ulong.MaxValue)
    {
        Change? init = null;
        foreach (Change change in Latest.Where(change => change.Order <= until && IsOfIpa(change) && Concerns(change, rd, ipa)))
        {
            // RMI_RTT_INIT_RIPAS changes nothing of a page that was populated before: its RIPAS is RAM already.
            if ((RmiCommand)change.FunctionId != RmiCommand.RttInitRipas)
                return init is null || (RmiCommand)change.FunctionId == RmiCommand.RttDataMapInit ? change : init;
            init ??= change;
        }
        return init;
    }

    /// <summary>The last change of an IPA's RIPAS by the Realm itself.</summary>
    /// <param name="ipa">The IPA.</param>
    /// <param name="until">Order behind which changes do not count.</param>
    public Change? ByRealm(ulong ipa, ulong until = ulong.MaxValue) =>
        Find(until, change => change.FunctionId == (uint)RsiCommand.IpaStateSet && Concerns(change, null, ipa));

    /// <summary>The last change that took a protected page away from a Realm.</summary>
    /// <param name="rd">RD of the Realm; null for any.</param>
    /// <param name="ipa">The IPA.</param>
    /// <param name="until">Order behind which changes do not count.</param>
    public Change? Removal(ulong? rd, ulong ipa, ulong until = ulong.MaxValue) => Find(until, change =>
        (RmiCommand)change.FunctionId is RmiCommand.RttDataUnmap or RmiCommand.RttDestroy && Concerns(change, rd, ipa));

    /// <summary>Pages that a host has mapped into the unprotected half, latest first; a few of them.</summary>
    public IEnumerable<Change> SharedPages => Latest.Where(change => change.FunctionId == (uint)RmiCommand.RttUnprotMap).Take(Few);

    /// <summary>The last delegation or undelegation of a granule.</summary>
    /// <param name="address">Physical address.</param>
    /// <param name="until">Order behind which changes do not count.</param>
    public Change? OfGranule(ulong address, ulong until = ulong.MaxValue) =>
        Find(until, change => !IsOfIpa(change) && address >= change.Base && address < change.Top);

    /// <summary>Notes what a call has changed, where it has returned and changed something.</summary>
    /// <param name="call">The call.</param>
    /// <param name="order">When it returned, in the order of things; never less than at the call noted before.</param>
    public void Note(in CallRecord call, ulong order)
    {
        _operations.Note(call);
        if (call.Is(RmiCommand.OpContinue) && _operations.TryFind(call, out CallRecord command))
            NoteChange(command with { Outcome = call.Outcome, PeIndex = call.PeIndex, Results = call.Results, EndCycles = call.EndCycles }, order);
        else
            NoteChange(call, order);
    }

    private void NoteChange(in CallRecord call, ulong order)
    {
        if (call.Outcome != CallOutcome.Returned || !TryRead(call, out ulong rd, out ulong from, out ulong to, out byte value) || to <= from)
            return;
        var change = new Change(Function(call), call.PeIndex, call.CallerState, call.CallerLevel, rd, from, to, value, call.EndCycles, order);
        if (_changes.Count < Capacity)
        {
            _changes.Add(change);
            return;
        }
        _changes[_oldest] = change;
        _oldest = (_oldest + 1) % Capacity;
    }

    private static uint Function(in CallRecord call) => new SmcFunctionId(call.FunctionId).WithoutSveHint.Value;

    private Change? Find(ulong until, Func<Change, bool> matches)
    {
        foreach (Change change in Latest)
        {
            if (change.Order <= until && matches(change))
                return change;
        }
        return null;
    }

    private static bool IsOfIpa(in Change change) =>
        (RmiCommand)change.FunctionId is not (RmiCommand.GranuleRangeDelegate or RmiCommand.GranuleRangeUndelegate);

    private static bool Concerns(in Change change, ulong? rd, ulong ipa) =>
        ipa >= change.Base && ipa < change.Top && (rd is null || change.Rd == 0 || change.Rd == rd);

    // What a call has changed, by its arguments and results; false for one that changes no range, or has failed.
    private static bool TryRead(in CallRecord call, out ulong rd, out ulong from, out ulong to, out byte value)
    {
        (rd, from, to, value) = (call.Arguments[1], call.Arguments[2], call.Results[1], 0);
        if (call.Interface == CallInterface.Rsi)
        {
            (rd, from, value) = (0, call.Arguments[1], (byte)call.Arguments[3]);
            return Function(call) == (uint)RsiCommand.IpaStateSet && call.Results[0] == (ulong)RsiStatus.Success;
        }
        if (call.Interface != CallInterface.Rmi || !new RmiResult(call.Results[0]).IsSuccess)
            return false;
        switch ((RmiCommand)Function(call))
        {
            case RmiCommand.GranuleRangeDelegate or RmiCommand.GranuleRangeUndelegate:
                (rd, from) = (0, call.Arguments[1]);
                return true;
            case RmiCommand.RttInitRipas:
                value = (byte)Ripas.Ram;
                return true;
            case RmiCommand.RttDataMap or RmiCommand.RttDataUnmap or RmiCommand.RttUnprotMap or RmiCommand.RttUnprotUnmap:
                return true;
            case RmiCommand.RttSetRipas:
                (from, to) = (call.Arguments[3], call.Results[1]);
                return true;
            case RmiCommand.RttDataMapInit:
                (from, to, value) = (call.Arguments[3], call.Arguments[3] + 0x1000, (byte)Ripas.Ram);
                return true;
            case RmiCommand.RttCreate:
                from = call.Arguments[3];
                to = from + SizeOfTable((long)call.Arguments[4]);
                return true;
            case RmiCommand.RttDestroy or RmiCommand.RttFold:
                to = from + SizeOfTable((long)call.Arguments[3]);
                return true;
            default:
                return false;
        }
    }

    // What a table of a level maps, with 4 KiB tables: the largest that a level can be of is never wrong about "covers this IPA" for them.
    private static ulong SizeOfTable(long level) => level is >= 0 and <= 3 ? 1UL << (int)(48 - 9 * level) : 0;
}
