using System.Buffers.Binary;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Reads the bytes of a block; asking for more than there are is a bad file.</summary>
internal sealed class RecordReader
{
    private byte[] _bytes = [];
    private int _at, _end;

    public bool AtEnd => _at == _end;

    public void Start(byte[] bytes, int from, int to) => (_bytes, _at, _end) = (bytes, from, to);

    public byte Byte() => _at < _end ? _bytes[_at++] : throw Short();

    public uint Word() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong Number()
    {
        ulong value = Byte();
        if (value < 0x80)
            return value;
        value &= 0x7F;
        for (int shift = 7; ; shift += 7)
        {
            byte next = Byte();
            if (shift == 63 && next > 1)
                throw new InvalidDataException("a number in it is too long");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    public ulong Difference()
    {
        ulong value = Number();
        return value >> 1 ^ (ulong)-(long)(value & 1);
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _end - _at)
            throw Short();
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    private static InvalidDataException Short() => new("a record in it is cut short");
}
