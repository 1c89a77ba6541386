namespace CcaEmu.Arm.A64;

/// <summary>A general-purpose register as an operand names it: number, width, and whether number 31 is the stack pointer or zero.</summary>
/// <remarks>Arm ARM, Registers in AArch64 Execution state; A64 assembler syntax, Register names.</remarks>
/// <param name="Number">0 to 31.</param>
/// <param name="Is64Bit">True for X, false for W.</param>
/// <param name="Is31StackPointer">True when number 31 is SP or WSP here, false when it is XZR or WZR.</param>
public readonly record struct A64Register(byte Number, bool Is64Bit, bool Is31StackPointer)
{
    /// <summary>True when this operand is the stack pointer.</summary>
    public bool IsStackPointer => Number == 31 && Is31StackPointer;

    /// <summary>True when this operand is the zero register.</summary>
    public bool IsZero => Number == 31 && !Is31StackPointer;

    /// <summary>The assembler name in lower case: <c>x0</c>, <c>w30</c>, <c>sp</c>, <c>wsp</c>, <c>xzr</c>, <c>wzr</c>.</summary>
    public override string ToString() => Number switch
    {
        31 when Is31StackPointer => Is64Bit ? "sp" : "wsp",
        31 => Is64Bit ? "xzr" : "wzr",
        _ => (Is64Bit ? "x" : "w") + Number,
    };
}
