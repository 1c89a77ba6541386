using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;

namespace CcaEmu.Monitor;

/// <summary>Memory for the RMM itself, from the end of its region downwards; nothing ever comes back.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_RESERVE_MEMORY; region and order are those of Trusted Firmware-A on this board. The first 6 MiB
/// of the region are the image's. The wish for memory near a PE changes nothing: all of it is equally near.
/// </remarks>
internal sealed class MemoryReservation
{
    private const ulong ImageBytes = 6UL << 20;
    private const ulong NearPe = 1;
    private const int AlignmentShift = 56;

    private ulong _end = FvpMemoryMap.Rmm + FvpMemoryMap.RmmSize;

    /// <summary>RMM_RESERVE_MEMORY: X1 bytes, X2[63:56] binary logarithm of the alignment, X2[0] near this PE; X1 becomes the address.</summary>
    public RmmEl3Status Reserve(ProcessingElement pe)
    {
        ulong size = pe.X(1);
        ulong attributes = pe.X(2);
        int alignment = (int)(attributes >> AlignmentShift);
        if (size == 0 || (attributes << (64 - AlignmentShift) >> (64 - AlignmentShift) & ~NearPe) != 0 || alignment >= 64)
            return RmmEl3Status.Invalid;
        const ulong first = FvpMemoryMap.Rmm + ImageBytes;
        if (size > _end - first)
            return RmmEl3Status.NoMemory;
        ulong address = (_end - size) & ~((1UL << alignment) - 1);
        if (address < first)
            return RmmEl3Status.NoMemory;
        _end = address;
        pe.X(1) = address;
        return RmmEl3Status.Ok;
    }
}
