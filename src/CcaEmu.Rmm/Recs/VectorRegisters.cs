using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Recs;

/// <summary>V0 to V31 of a PE as words of memory. EL3 does not switch them: a REC's and the host's are the RMM's to keep apart.</summary>
internal static class VectorRegisters
{
    /// <summary>How many there are.</summary>
    public const int Count = 32;

    /// <summary>Their length in 64-bit words.</summary>
    public const int Words = Count * 2;

    /// <summary>The registers themselves, two words each, the lower first.</summary>
    public static Span<ulong> Of(ProcessingElement pe) =>
        MemoryMarshal.Cast<Vector128<byte>, ulong>(MemoryMarshal.CreateSpan(ref pe.V(0), Count));
}
