using System.Runtime.InteropServices;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Reads the messages of a block as <see cref="MessageWriter"/> has left them.</summary>
/// <param name="bytes">The block.</param>
internal ref struct MessageReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public readonly bool AtEnd => _left.IsEmpty;

    /// <summary>What the next message is.</summary>
    public readonly MessageKind Kind => (MessageKind)_left[0];

    public ref readonly T Next<T>()
        where T : struct
    {
        ref readonly T next = ref MemoryMarshal.AsRef<T>(_left);
        _left = _left[System.Runtime.CompilerServices.Unsafe.SizeOf<T>()..];
        return ref next;
    }

    public ReadOnlySpan<byte> NextBytes(int count)
    {
        ReadOnlySpan<byte> next = _left[..count];
        _left = _left[((count + 7) & ~7)..];
        return next;
    }
}
