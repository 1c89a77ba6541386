using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>Lays cases out as firmware/matrix.S reads them: texts and lists, stubs, and the rows, each in a part of its own.</summary>
internal sealed class CaseTable
{
    /// <summary>Where the firmware looks for the header.</summary>
    public const ulong Base = 0x9000_0000;

    /// <summary>Memory that a stub may write, 4 KiB-aligned.</summary>
    public const ulong Scratch = 0x9F00_0000;

    /// <summary>The firmware's vectors of EL3.</summary>
    public const ulong Vectors3 = 0x8800_1800;

    private const ulong DataBase = Base + 0x1000;
    private const ulong StubBase = Base + 0x0400_0000;
    private const ulong RowBase = Base + 0x0800_0000;
    private const uint Ret = 0xD65F_03C0;

    private readonly List<byte> _data = [];
    private readonly List<byte> _stubs = [];
    private readonly List<byte> _rows = [];
    private readonly Dictionary<string, ulong> _texts = [];
    private readonly Dictionary<IReadOnlyList<RegisterWrite>, ulong> _setups = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RegisterWrite, ulong> _changes = [];
    private readonly Dictionary<string, ulong> _code = [];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(NativeCase row)
    {
        ulong stub = Code(row.Stub);
        Row(Text(row.Subject), Text(row.Place), Text(row.Condition), Setup(row.Setup), Changes(row.Changes), stub, row.Spsr, row.X0,
            row.X1Offset is { } offset ? stub + offset : row.X1, (ulong)(row.End.Level << 8 | row.End.Vector), row.End.Syndrome,
            row.End.ReturnOffset is { } elr ? stub + elr : 0, Checks(row.Checks));
        Count++;
    }

    /// <summary>The parts and their addresses.</summary>
    public IEnumerable<(ulong Address, byte[] Bytes)> Parts()
    {
        var header = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)Count);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), RowBase);
        return [(Base, header), (DataBase, [.. _data]), (StubBase, [.. _stubs]), (RowBase, [.. _rows])];
    }

    private void Row(params ReadOnlySpan<ulong> values) => _rows.AddRange(MemoryMarshal.AsBytes(values));

    private ulong Text(string text)
    {
        if (!_texts.TryGetValue(text, out ulong address))
        {
            address = _texts[text] = DataBase + (ulong)_data.Count;
            _data.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
        }
        return address;
    }

    private ulong Setup(IReadOnlyList<RegisterWrite> writes)
    {
        if (!_setups.TryGetValue(writes, out ulong address))
            address = _setups[writes] = List([.. writes.SelectMany(Pair)]);
        return address;
    }

    private ulong Changes(RegisterWrite[] writes)
    {
        if (writes.Length == 0)
            return 0;
        if (writes.Length > 1)
            return List([.. writes.SelectMany(Pair)]);
        if (!_changes.TryGetValue(writes[0], out ulong address))
            address = _changes[writes[0]] = List([.. Pair(writes[0])]);
        return address;
    }

    private ulong[] Pair(RegisterWrite write) => [Code([write.Word, Ret]), write.Value];

    private ulong Checks(ValueCheck[] checks) => checks.Length == 0 ? 0
        : List([.. checks.SelectMany(c => (ulong[])[c.Word <= ValueCheck.SavedFar ? c.Word : Code([c.Word, Ret]), c.Mask, c.Value])]);

    private ulong List(ReadOnlySpan<ulong> values)
    {
        while (_data.Count % 8 != 0)
            _data.Add(0);
        ulong address = DataBase + (ulong)_data.Count;
        _data.AddRange(MemoryMarshal.AsBytes(values));
        _data.AddRange(new byte[16]);
        return address;
    }

    private ulong Code(uint[] words)
    {
        string key = string.Join(',', words);
        if (!_code.TryGetValue(key, out ulong address))
        {
            address = _code[key] = StubBase + (ulong)_stubs.Count;
            _stubs.AddRange(MemoryMarshal.AsBytes<uint>(words));
        }
        return address;
    }
}
