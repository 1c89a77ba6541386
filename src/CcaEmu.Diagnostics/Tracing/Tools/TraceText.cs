using System.Globalization;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Writes events as text, one line each.</summary>
/// <remarks>
/// A line holds virtual time in microseconds, PE, world and level, and the event. A call that returns before anything else is shown stays on one line
/// with its result and its cost; otherwise the call has a line, and its return another. An exception that is an SMC is shown as the call.
/// </remarks>
public sealed class TraceText : IDisposable
{
    private readonly TextWriter _output;
    private readonly Symbolizer? _symbolizer;
    private readonly Disassembler _disassembler = new(encoding => SystemRegisterTable.TryFind(encoding, out _) ? SystemRegisterTable.NameOf(encoding) : null);
    private string? _heldLine;
    private CallRecord _heldCall;

    /// <summary>A writer of lines.</summary>
    /// <param name="output">Where lines go; flushed by <see cref="Flush"/> only.</param>
    /// <param name="symbolizer">Names addresses of the guest's code, if it can.</param>
    public TraceText(TextWriter output, Symbolizer? symbolizer = null) => (_output, _symbolizer) = (output, symbolizer);

    /// <summary>Writes an event.</summary>
    /// <param name="event">The event.</param>
    public void Write(TraceEvent @event)
    {
        if (@event is CallEvent call)
        {
            Write(call);
            return;
        }
        if (Describe(@event) is not { } line)
            return;
        Release();
        _output.WriteLine(line);
    }

    /// <summary>One event as a line of its own; null for one that has none, such as the end of a run.</summary>
    /// <param name="event">The event.</param>
    public string? Describe(TraceEvent @event)
    {
        string? what = @event switch
        {
            InstructionEvent one => Describe(one),
            RegistersEvent one => "registers " + Values(one.Values, one.Place.Level, 0),
            ExceptionEvent { Exception: { IsSmc: false } taken } => taken.Describe(_symbolizer),
            ReturnEvent one => $"ERET to {WorldNames.Of(one.State, one.Level)} PC=0x{one.Pc:X}{(one.Level < ExceptionLevel.EL2 ? Symbol(one.Pc) : "")}",
            CallEvent { IsReturn: false } one => one.Call.DescribeCall(),
            CallEvent one => one.Call.FullName + Result(one.Call),
            ConsoleEvent one => "\"" + one.Text + "\"",
            GranuleEvent one => $"granule 0x{one.Granule:X} {one.From} → {one.To}",
            SpacesEvent one => "memory " + string.Join(' ', one.Bytes.Select((bytes, space) => $"{(Pas)space}={bytes >> 10}KiB")),
            _ => null,
        };
        return what is null ? null : Head(@event) + what;
    }

    /// <summary>Writes out what has been kept back, and flushes the output. To be called at the end.</summary>
    public void Flush()
    {
        Release();
        _output.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _disassembler.Dispose();

    // For example X0=0x1 SP_EL1=0x80010000.
    private static string Values(IEnumerable<RegisterValue> values, ExceptionLevel level, uint word) => string.Join(' ', values.Select(value =>
        value.Register >= TraceRegister.V0
            ? string.Create(CultureInfo.InvariantCulture, $"{TraceRegister.Name(value.Register, level, word)}=0x{value.High:X16}{value.Low:X16}")
            : string.Create(CultureInfo.InvariantCulture, $"{TraceRegister.Name(value.Register, level, word)}=0x{value.Low:X}")));

    private static string Head(TraceEvent @event)
    {
        TracePlace place = @event.Place;
        string where = @event is ConsoleEvent ? "console   " : string.Create(CultureInfo.InvariantCulture, $"PE{place.PeIndex} {place.World,-6}");
        return string.Create(CultureInfo.InvariantCulture, $"{VirtualClock.NanosecondsAt(@event.Stamp.Cycles) / 1000,12:F3}us {where} ");
    }

    private static string Result(in CallRecord call) =>
        string.Create(CultureInfo.InvariantCulture, $" → {call.DescribeResult()}  [{call.EndCycles - call.StartCycles} cycles]");

    private void Write(CallEvent @event)
    {
        ref readonly CallRecord call = ref @event.Call;
        if (!@event.IsReturn)
        {
            Release();
            _heldLine = Describe(@event);
            _heldCall = call;
            if (call.Outcome == CallOutcome.OneWay)
                Release();
            return;
        }
        bool held = _heldLine is not null && _heldCall.StartCycles == call.StartCycles && _heldCall.PeIndex == call.PeIndex
            && _heldCall.CallerLevel == call.CallerLevel && _heldCall.CallerState == call.CallerState;
        string line = held ? _heldLine + Result(call) : Describe(@event)!;
        if (held)
            _heldLine = null;
        Release();
        _output.WriteLine(line);
    }

    private string Describe(InstructionEvent one)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"0x{one.Pc:X}{Symbol(one.Pc)}: {one.Word:x8}  {_disassembler.Disassemble(one.Word, one.Pc)}");
        if (one.Changes.Count > 0)
            text.Append("  ").Append(Values(one.Changes, one.Place.Level, one.Word));
        foreach (MemoryAccess access in one.Accesses)
        {
            if (access.IsRead)
                Append(text, access, "read", access.Read);
            if (access.IsWrite)
                Append(text, access, "write", access.Written);
        }
        return text.ToString();
    }

    // Data as a number, as the guest sees it: the byte at the highest address first.
    private static void Append(StringBuilder text, MemoryAccess access, string what, ReadOnlyMemory<byte> data)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {what}{access.Size}[0x{access.Va:X}]=");
        if (data.IsEmpty)
            text.Append('?');
        else
            text.Append("0x").Append(HexOf(data.Span));
    }

    internal static string HexOf(ReadOnlySpan<byte> data)
    {
        Span<byte> reversed = data.Length <= 64 ? stackalloc byte[data.Length] : new byte[data.Length];
        data.CopyTo(reversed);
        reversed.Reverse();
        return Convert.ToHexString(reversed);
    }

    private string Symbol(ulong address) => _symbolizer?.Invoke(address) is { } name ? $" <{name}>" : "";

    private void Release()
    {
        if (_heldLine is not null)
            _output.WriteLine(_heldLine);
        _heldLine = null;
    }
}
