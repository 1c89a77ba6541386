using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>An access of an instruction to memory that was translated without a fault.</summary>
/// <param name="Va">First byte.</param>
/// <param name="Size">Bytes: 1 to 64, in one page or in two; up to a page for memory copy and memory set instructions, in one.</param>
/// <param name="Kind">Read, Write or both.</param>
/// <param name="Pa">Where the first byte is.</param>
/// <param name="SecondPage">Where the first byte in the second page is; meaningless where all bytes lie in one.</param>
public readonly record struct DataAccess(ulong Va, int Size, AccessKind Kind, PhysicalAddress Pa, PhysicalAddress SecondPage)
{
    /// <summary>Bytes in the first page.</summary>
    public int InFirstPage => Math.Min(Size, 0x1000 - (int)(Va & 0xFFF));
}
