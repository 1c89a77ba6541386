using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Bytes of the block being written. Whoever writes a record has made sure that it fits.</summary>
internal sealed class RecordBuffer(int sizeBytes)
{
    private readonly byte[] _bytes = new byte[sizeBytes];

    public int Length { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Takes room, for what is written afterwards.</summary>
    public Span<byte> Take(int count)
    {
        Span<byte> taken = _bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    public void Clear() => Length = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Byte(byte value) => At(Length++) = value;

    public void Patch(int offset, byte value) => At(offset) = value;

    public byte ByteAt(int offset) => At(offset);

    public void Word(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Seven bits a byte, the lowest first; the top bit says that more follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Number(ulong value)
    {
        if (value < 0x80)
            At(Length++) = (byte)value;
        else
            LongNumber(value);
    }

    /// <summary>A difference: small ones of either sign are short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Difference(ulong value) => Number(value << 1 ^ (ulong)((long)value >> 63));

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    private void LongNumber(ulong value)
    {
        ref byte first = ref MemoryMarshal.GetArrayDataReference(_bytes);
        int at = Length;
        for (; value >= 0x80; value >>= 7)
            Unsafe.Add(ref first, at++) = (byte)(value | 0x80);
        Unsafe.Add(ref first, at++) = (byte)value;
        Length = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte At(int offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), offset);
}
