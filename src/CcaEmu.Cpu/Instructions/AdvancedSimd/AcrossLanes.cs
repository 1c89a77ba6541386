using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD across lanes.</summary>
/// <remarks>Arm ARM, C7.2, by mnemonic.</remarks>
internal static unsafe class AcrossLanes
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.ADDV => Kernel.Unsigned<Across<Sum>>(i, Kernel.SizeOf(i)),
        A64Op.SMAXV => Kernel.Signed<Across<Maximum>>(i, Kernel.SizeOf(i)),
        A64Op.UMAXV => Kernel.Unsigned<Across<Maximum>>(i, Kernel.SizeOf(i)),
        A64Op.SMINV => Kernel.Signed<Across<Minimum>>(i, Kernel.SizeOf(i)),
        A64Op.UMINV => Kernel.Unsigned<Across<Minimum>>(i, Kernel.SizeOf(i)),
        A64Op.SADDLV => Kernel.SignedWide<AcrossLong>(i, Kernel.SizeOf(i)),
        _ => Kernel.UnsignedWide<AcrossLong>(i, Kernel.SizeOf(i)),
    };
}
