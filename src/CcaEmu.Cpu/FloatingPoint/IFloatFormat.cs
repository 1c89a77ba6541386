namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>A binary interchange format as a type, so that arithmetic is compiled once for each.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode FPBits; A1.5 "Floating-point data types".</remarks>
internal interface IFloatFormat
{
    /// <summary>Bits of a value, the manual's N.</summary>
    static abstract int Bits { get; }

    /// <summary>Bits of the fraction, the manual's F.</summary>
    static abstract int FractionBits { get; }

    /// <summary>The FPCR bit that flushes denormals of this format: FZ or FZ16.</summary>
    static abstract uint FlushToZero { get; }
}
