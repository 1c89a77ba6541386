using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>An access of an instruction to memory.</summary>
/// <param name="Va">Virtual address of the first byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsRead">Whether it reads.</param>
/// <param name="IsWrite">Whether it writes; an atomic does both.</param>
/// <param name="Pa">Where the first byte is; null where that was not recorded.</param>
public sealed record MemoryAccess(ulong Va, int Size, bool IsRead, bool IsWrite, PhysicalAddress? Pa)
{
    /// <summary>The bytes that were read; empty where they are not known: devices, and runs of more than 64 bytes.</summary>
    public ReadOnlyMemory<byte> Read { get; init; }

    /// <summary>The bytes that were written; empty where they are not known.</summary>
    public ReadOnlyMemory<byte> Written { get; init; }

    /// <summary>Address of the last byte.</summary>
    public ulong Last => Va + (ulong)Size - 1;

    internal bool IsSame(MemoryAccess other) =>
        (Va, Size, IsRead, IsWrite, Pa) == (other.Va, other.Size, other.IsRead, other.IsWrite, other.Pa)
        && Read.Span.SequenceEqual(other.Read.Span) && Written.Span.SequenceEqual(other.Written.Span);

    internal bool Touches(ulong first, ulong last) =>
        (Va <= last && Last >= first) || (Pa is { } pa && pa.Value <= last && pa.Value + (ulong)Size - 1 >= first);
}
