using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A function of one element, as a type.</summary>
internal interface IFpUnary
{
    /// <summary>Gives the element of the result.</summary>
    /// <param name="op">The operand.</param>
    /// <param name="fbits">Bits behind the point of a fixed-point number; 0 where there is none.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="fpsr">Takes cumulative flags.</param>
    static abstract ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat;
}

/// <summary>A function of two elements, as a type.</summary>
internal interface IFpBinary
{
    static abstract ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat;
}

/// <summary>A function of two elements and the one that stands in the destination, as a type.</summary>
internal interface IFpTernary
{
    static abstract ulong Apply<T>(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat;
}

/// <summary>Something that makes a handler for each format.</summary>
internal unsafe interface IFpFamily
{
    static abstract Handler For<T>() where T : struct, IFloatFormat;
}

/// <summary>Where the second operand of a lane comes from, as a type.</summary>
internal unsafe interface IFpSecond
{
    static abstract byte* Of(byte* register, int offset, DecodedOp* op);
}
