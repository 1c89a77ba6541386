using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>An access of the instruction under way.</summary>
internal sealed class PendingAccess
{
    private readonly byte[] _read = new byte[TraceFormat.MaxDataBytes], _written = new byte[TraceFormat.MaxDataBytes];
    private int _transferred;

    public DataAccess Access;

    /// <summary>Whether the bytes that it reads are known: those of RAM before it, those of a device once they have come.</summary>
    public bool ReadKnown;

    /// <summary>Whether the bytes that it writes are known: those to a device. What RAM holds is seen afterwards.</summary>
    public bool WriteKnown;

    public bool Reads => (Access.Kind & AccessKind.Read) != 0;

    public bool Writes => (Access.Kind & AccessKind.Write) != 0;

    /// <summary>Whether an access of this length has its bytes in a trace.</summary>
    public bool HasData => Access.Size <= TraceFormat.MaxDataBytes;

    public Span<byte> Read => _read.AsSpan(0, Access.Size);

    public Span<byte> Written => _written.AsSpan(0, Access.Size);

    public void Begin(in DataAccess access)
    {
        Access = access;
        ReadKnown = WriteKnown = false;
        _transferred = 0;
    }

    /// <summary>Takes bytes that a device has given or taken; they are known when the last has come.</summary>
    public void Transfer(ulong va, int size, AccessKind kind, ulong value)
    {
        ulong offset = va - Access.Va;
        if (!HasData || offset + (ulong)size > (ulong)Access.Size)
            return;
        Span<byte> to = kind == AccessKind.Read ? Read : Written;
        for (int i = 0; i < size; i++)
            to[(int)offset + i] = (byte)(value >> (8 * i));
        _transferred += size;
        ReadKnown |= Reads && _transferred == Access.Size;
        WriteKnown |= Writes && _transferred == Access.Size;
    }
}
