using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Writes the instructions of one PE as Tarmac text, as Arm's Fast Models write it and ARM-software/tarmac-trace-utilities reads it.</summary>
/// <remarks>
/// <para>Time is the machine's modelled cycles, the number in parentheses counts instructions. Physical addresses stand behind virtual ones in the
/// Non-secure and the Secure space only: the text has a spelling for no other, so Realm and Root are told by the mode (<c>EL1h_r</c>, <c>EL3h_root</c>).</para>
/// <para>The mode shows the handler's stack pointer above EL0, whichever is selected. Accesses whose data were not recorded have no line.</para>
/// </remarks>
public sealed class TarmacWriter : IDisposable
{
    private const int PieceBytes = 8;

    private readonly TextWriter _output;
    private readonly Dictionary<(ulong Pc, uint Word), string> _texts = [];
    private readonly Disassembler _disassembler = new(encoding => SystemRegisterTable.TryFind(encoding, out _) ? SystemRegisterTable.NameOf(encoding) : null);
    private ulong _count;

    /// <summary>A writer.</summary>
    /// <param name="output">Where lines go.</param>
    public TarmacWriter(TextWriter output) => _output = output;

    /// <summary>Writes an event; those that are neither instructions, registers nor exceptions are no part of the text.</summary>
    /// <param name="event">The event, of the PE whose text this is.</param>
    public void Write(TraceEvent @event)
    {
        switch (@event)
        {
            case InstructionEvent one: Write(one); break;
            case RegistersEvent one: Write(one.Values, one); break;
            case ExceptionEvent { Exception: { IsInjected: false } taken } one: Write(taken, one); break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _disassembler.Dispose();

    private void Write(InstructionEvent one)
    {
        _count++;
        string world = one.Place.State switch
        {
            _ when one.Place.Level == ExceptionLevel.EL3 => "root",
            SecurityState.Realm => "r",
            SecurityState.Secure => "s",
            _ => "n",
        };
        char mode = one.Place.Level == ExceptionLevel.EL0 ? 't' : 'h';
        Line(one, $"IT ({_count}) {Address(one.Pc, one.Pa)} {one.Word:x8} O {one.Place.Level}{mode}_{world} : {TextOf(one)}");
        foreach (MemoryAccess access in one.Accesses)
        {
            Write(one, access, 'R', access.Read);
            Write(one, access, 'W', access.Written);
        }
        Write(one.Changes, one);
    }

    // Pieces of at most eight bytes: readers keep a number of that size.
    private void Write(TraceEvent at, MemoryAccess access, char kind, ReadOnlyMemory<byte> data)
    {
        for (int offset = 0; offset < data.Length; offset += PieceBytes)
        {
            ReadOnlyMemory<byte> piece = data.Slice(offset, Math.Min(PieceBytes, data.Length - offset));
            string hex = TraceText.HexOf(piece.Span).ToLowerInvariant();
            PhysicalAddress? pa = access.Pa is { } first && (access.Va & 0xFFF) + (ulong)offset < 0x1000 ? first + (ulong)offset : null;
            Line(at, $"M{kind}{piece.Length} {Address(access.Va + (ulong)offset, pa)} {(hex.Length > 8 ? hex.Insert(hex.Length - 8, "_") : hex)}");
        }
    }

    private void Write(IReadOnlyList<RegisterValue> values, TraceEvent at)
    {
        foreach (RegisterValue value in values)
        {
            string name = TraceRegister.Name(value.Register, at.Place.Level, (at as InstructionEvent)?.Word ?? 0);
            Line(at, value.Register switch
            {
                >= TraceRegister.V0 => $"R q{value.Register - TraceRegister.V0} {value.High:X16}{value.Low:X16}",
                TraceRegister.Nzcv => $"R {name} {value.Low << 28:X8}",
                TraceRegister.Fpcr or TraceRegister.Fpsr => $"R {name} {value.Low:X8}",
                _ => $"R {name} {value.Low:X16}",
            });
        }
    }

    private void Write(in ExceptionRecord taken, TraceEvent at)
    {
        string cause = taken.Type == Cpu.ExceptionType.Synchronous ? taken.Syndrome.EC.ToString() : taken.Type.ToString();
        Line(at, $"E {taken.ReturnAddress:x8} {(ulong)taken.Syndrome.EC:x8} CoreEvent_{cause}");
    }

    private static string Address(ulong va, PhysicalAddress? pa) => pa is { } at && at.Pas is Pas.NonSecure or Pas.Secure
        ? string.Create(CultureInfo.InvariantCulture, $"{va:x8}:{pa.Value.Value:x12}_{(pa.Value.Pas == Pas.Secure ? "S" : "NS")}")
        : string.Create(CultureInfo.InvariantCulture, $"{va:x8}");

    private string TextOf(InstructionEvent one)
    {
        if (!_texts.TryGetValue((one.Pc, one.Word), out string? text))
            _texts[(one.Pc, one.Word)] = text = _disassembler.Disassemble(one.Word, one.Pc);
        return text;
    }

    private void Line(TraceEvent at, string text)
    {
        _output.Write(string.Create(CultureInfo.InvariantCulture, $"{at.Stamp.Cycles} clk "));
        _output.WriteLine(text);
    }
}
