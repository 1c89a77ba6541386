using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>IEEE single precision.</summary>
internal readonly struct SinglePrecision : IFloatFormat
{
    public static int Bits => 32;

    public static int FractionBits => 23;

    public static uint FlushToZero => FPCR.FZ;
}
