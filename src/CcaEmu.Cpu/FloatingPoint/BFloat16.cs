using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>BFloat16: the upper half of single precision.</summary>
internal readonly struct BFloat16 : IFloatFormat
{
    public static int Bits => 16;

    public static int FractionBits => 7;

    public static uint FlushToZero => FPCR.FZ;
}
