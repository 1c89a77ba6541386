using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
}
