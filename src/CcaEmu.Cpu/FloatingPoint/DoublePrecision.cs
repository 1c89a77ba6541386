using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>IEEE double precision.</summary>
internal readonly struct DoublePrecision : IFloatFormat
{
    public static int Bits => 64;

    public static int FractionBits => 52;

    public static uint FlushToZero => FPCR.FZ;
}
