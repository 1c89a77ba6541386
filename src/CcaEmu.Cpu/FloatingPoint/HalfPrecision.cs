using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>IEEE half precision, and the alternative format where FPCR.AHP asks for it.</summary>
internal readonly struct HalfPrecision : IFloatFormat
{
    public static int Bits => 16;

    public static int FractionBits => 10;

    public static uint FlushToZero => FPCR.FZ16;
}
