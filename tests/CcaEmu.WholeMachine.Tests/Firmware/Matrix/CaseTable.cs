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

    /// <summary>A level 0 table of the granule protection check: all of the first 4 GiB is for every state, but the second of them for none.</summary>
    public const ulong GranuleProtectionTable = 0x9EFF_0000;

    /// <summary>A level 1 table of stage 1, for 39 bits: the code where it is, and the same with guarded pages, <see cref="Guarded"/> higher.</summary>
    public const ulong TranslationTable = 0x9EFE_0000;

    /// <summary>What lies between an address and its alias in guarded pages.</summary>
    public const ulong Guarded = 1UL << 32;

    /// <summary>The firmware's vectors of EL3.</summary>
    public const ulong Vectors3 = 0x8800_1800;

    private const ulong DataBase = Base + 0x1000;
    private const ulong StubBase = Base + 0x0400_0000;
    private const ulong RowBase = Base + 0x0800_0000;
    private const uint Ret = 0xD65F_03C0;
    private const ulong RowBytes = 13 * 8;

    private readonly List<byte> _data = [];
    private readonly List<byte> _stubs = [];
    private readonly List<byte> _rows = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, ulong> _texts = [];
    private readonly Dictionary<IReadOnlyList<RegisterWrite>, ulong> _setups = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RegisterWrite, ulong> _changes = [];
    private readonly Dictionary<string, ulong> _code = [];

    /// <summary>Number of rows.</summary>
    public int Count => _names.Count;

    /// <summary>Where the firmware keeps the address of the row at hand.</summary>
    public const ulong CurrentRow = Base + 16;

    /// <summary>The name of the row at an address.</summary>
    public string NameOf(ulong row) => _names[(int)((row - RowBase) / RowBytes)];

    /// <summary>Adds a row.</summary>
    public void Add(NativeCase row)
    {
        ulong stub = Code(row.Stub);
        Row(Text(row.Subject), Text(row.Place), Text(row.Condition), Setup(row.Setup),
            Changes([.. row.Changes.Select(write => write.IsFromStub ? new RegisterWrite(write.Word, stub + write.Value) : write)]), stub, row.Spsr, row.X0,
            row.X1Offset is { } offset ? stub + offset : row.X1, (ulong)(row.End.Level << 8 | row.End.Vector), row.End.Syndrome,
            row.End.ReturnOffset is { } elr ? stub + elr : 0, Checks(row.Checks));
        _names.Add(row.ToString());
    }

    /// <summary>The parts and their addresses.</summary>
    public IEnumerable<(ulong Address, byte[] Bytes)> Parts()
    {
        var header = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)Count);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), RowBase);
        const ulong Block = 1 << 10 | 1 << 11 | 1, Device = 1 << 2, Shareable = 3 << 8, ReadOnlyForAll = 3 << 6, GuardedPage = 1UL << 50;
        ulong[] translations = [Block | Device, 0, 0x8000_0000 | Block | Shareable, 0, 0, 0, 0x8000_0000 | Block | Shareable | ReadOnlyForAll | GuardedPage];
        ulong[] granules = [.. Enumerable.Range(0, 4).Select(gigabyte => gigabyte == 1 ? 0x01UL : 0xF1UL)];
        return
        [
            (Base, header), (GranuleProtectionTable, MemoryMarshal.AsBytes<ulong>(granules).ToArray()),
            (TranslationTable, MemoryMarshal.AsBytes<ulong>(translations).ToArray()), (DataBase, [.. _data]), (StubBase, [.. _stubs]), (RowBase, [.. _rows]),
        ];
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
