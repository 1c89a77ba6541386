using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>X0 to X17 of an SMC: all that the calling convention may carry.</summary>
/// <remarks>SMC Calling Convention (DEN0028), section "Register use in AArch64 SMC and HVC calls".</remarks>
[InlineArray(Count)]
public struct CallRegisters
{
    /// <summary>Number of registers.</summary>
    public const int Count = 18;

    private ulong _x0;

    /// <summary>Reads the registers of a PE.</summary>
    /// <param name="pe">The PE.</param>
    public static CallRegisters Of(ProcessingElement pe)
    {
        CallRegisters registers = default;
        Read(pe, ref registers);
        return registers;
    }

    /// <summary>Reads the registers of a PE to where they stay.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="registers">Takes them.</param>
    internal static void Read(ProcessingElement pe, ref CallRegisters registers)
    {
        MemoryMarshal.CreateReadOnlySpan(ref pe.X(0), Count).CopyTo(registers);
    }

    /// <summary>Which of them are not the same in two calls: a bit for each.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">The other.</param>
    internal static uint Differing(in CallRegisters one, in CallRegisters other)
    {
        ref ulong a = ref Unsafe.AsRef(in one._x0), b = ref Unsafe.AsRef(in other._x0);
        uint equal = 0;
        for (nuint i = 0; i < Count; i += 2)
            equal |= Vector128.Equals(Vector128.LoadUnsafe(ref a, i), Vector128.LoadUnsafe(ref b, i)).ExtractMostSignificantBits() << (int)i;
        return ~equal & (1u << Count) - 1;
    }
}
