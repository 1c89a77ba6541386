using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Leaves messages behind in blocks that are there already: what the machine's thread does for an event is to copy it.</summary>
/// <param name="relay">Takes full blocks.</param>
/// <param name="taker">Takes the messages in the end.</param>
internal sealed class MessageWriter(IMessageRelay relay, MessageTaker taker)
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 1 << 16;

    // An instruction with every register and as many accesses as it may have.
    private const int MaxMessageBytes = 1 << 13;

    private byte[] _block = relay.Start(taker, BlockBytes);
    private int _used;

    /// <summary>Begins a message, in a new block where this one might be too short for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Begin<T>()
        where T : struct
    {
        if (_used > BlockBytes - MaxMessageBytes)
            Exchange();
        return ref Take<T>();
    }

    /// <summary>Takes room for what belongs to the message that was begun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Take<T>()
        where T : struct
    {
        ref byte at = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_block), (nuint)_used);
        _used += Unsafe.SizeOf<T>();
        return ref Unsafe.As<byte, T>(ref at);
    }

    /// <summary>Takes room for words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<ulong> TakeWords(int count)
    {
        Span<ulong> taken = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, ulong>(ref _block[_used]), count);
        _used += count * sizeof(ulong);
        return taken;
    }

    /// <summary>Takes bytes, filled up to eight.</summary>
    public Span<byte> TakeBytes(int count)
    {
        Span<byte> taken = _block.AsSpan(_used, count);
        _used += (count + 7) & ~7;
        return taken;
    }

    /// <summary>Waits until all messages have been taken; none may follow.</summary>
    public void Finish() => relay.Finish(_block, _used);

    private void Exchange() => (_block, _used) = (relay.Exchange(_block, _used), 0);
}
