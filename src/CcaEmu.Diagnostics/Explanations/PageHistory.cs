using CcaEmu.Arm;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>What the events of a trace tell of one page, up to a moment.</summary>
/// <param name="subject">What the page is of: <c>va</c>, <c>ipa</c> or <c>pa</c>.</param>
/// <param name="address">An address in it.</param>
internal sealed class PageHistory(string subject, ulong address)
{
    private const ulong InPage = 0xFFF;
    private const ulong AddressBits = 0x000F_FFFF_FFFF_F000;

    private readonly ulong _page = address & ~InPage;
    private readonly CommandValueKind _kind = subject == "pa" ? CommandValueKind.Address : CommandValueKind.Ipa;

    /// <summary>Which call last changed what.</summary>
    public ChangeLog Changes { get; } = new();

    /// <summary>Calls that named the page.</summary>
    public RecentEvents Calls { get; } = new();

    /// <summary>Faults that the page has to do with.</summary>
    public RecentEvents Faults { get; } = new();

    /// <summary>States of the granule, of a physical address.</summary>
    public RecentEvents States { get; } = new();

    /// <summary>Events about the page that are behind the moment.</summary>
    public ulong Later { get; private set; }

    /// <summary>Takes an event; they come in order.</summary>
    /// <param name="one">The event.</param>
    /// <param name="moment">The moment.</param>
    public void Take(TraceEvent one, TraceMoment moment)
    {
        bool counts = moment.Covers(one);
        if (counts && one is CallEvent { IsReturn: true } call)
            Changes.Note(call.Call, one.Number);
        if (ListOf(one) is not { } list)
            return;
        if (counts)
            list.Add(one);
        else
            Later++;
    }

    /// <summary>Whether an exception is a fault that the page has to do with.</summary>
    /// <remarks>Of a physical address, those of layers that need no translation: below them the same number is another address.</remarks>
    public bool IsFault(ExceptionEvent taken) =>
        !taken.Exception.IsOrdinary && taken.Touches(_page, _page | InPage) && (subject != "pa" || taken.Place.Level >= ExceptionLevel.EL2);

    private RecentEvents? ListOf(TraceEvent one) => one switch
    {
        CallEvent { IsReturn: true } call when IsNamedBy(call.Call) => Calls,
        ExceptionEvent taken when IsFault(taken) => Faults,
        GranuleEvent granule when subject == "pa" && granule.Granule == _page => States,
        _ => null,
    };

    // By an address of the kind that was asked for, or by the part of a range that the call has come through.
    private bool IsNamedBy(in CallRecord call)
    {
        if (call.Interface is not (CallInterface.Rmi or CallInterface.Rsi or CallInterface.RmmEl3) || !SmcNames.TryFind(call.FunctionId, out CommandInfo? command))
            return false;
        (ulong Base, ulong Top) range = default;
        foreach (CommandValue input in command.Inputs)
        {
            ulong value = call.Arguments[input.Register];
            if (input.Kind == _kind && input.Name == "base")
                range.Base = value;
            else if (input.Kind == _kind && input.Name == "top")
                range.Top = value;
            else if (IsIt(value, input.Kind))
                return true;
        }
        foreach (CommandValue output in command.Outputs)
        {
            if (output.Kind == _kind && output.Name is "out_top" or "new_base")
                range.Top = Math.Min(range.Top, call.Results[output.Register]);
            else if (IsIt(call.Results[output.Register], output.Kind))
                return true;
        }
        return _page >= range.Base && _page < range.Top;
    }

    // A range descriptor begins with the address of its first granule.
    private bool IsIt(ulong value, CommandValueKind kind) =>
        value != 0 && ((kind == _kind && (value & ~InPage) == _page) || (kind == CommandValueKind.Range && _kind == CommandValueKind.Address && (value & AddressBits) == _page));
}
