namespace CcaEmu.Arm.A64;

/// <summary>Writes the operands that only SIMD&amp;FP instructions have.</summary>
/// <remarks>Arm ARM, A64 assembler syntax, Register names.</remarks>
internal static class SimdOperandFormatter
{
    private const string Letters = "bhsdq";

    /// <summary>A register, an element or a list of either: <c>v0.4s</c>, <c>v0.s[1]</c>, <c>{v0.4s, v1.4s}</c>, <c>{v0.s}[1]</c>. Indexes are numbers as others are, without the mark.</summary>
    internal static void Registers(ref InstructionText text, in Operand operand)
    {
        SimdRegister first = operand.Simd;
        if (operand.Kind == OperandKind.SimdRegister && first.Lanes == 0)
        {
            text.Add(Letters[first.ElementSizeLog2]);
            text.AddDecimal(first.Number);
            return;
        }
        if (operand.Kind is OperandKind.SimdList or OperandKind.SimdElementList)
            List(ref text, first, operand.ListLength);
        else
            Vector(ref text, first, first.Number);
        if (operand.Kind is OperandKind.SimdElement or OperandKind.SimdElementList)
        {
            text.Add('[');
            text.AddPlainNumber(operand.ElementIndex);
            text.Add(']');
        }
    }

    /// <summary>Always in hexadecimal.</summary>
    internal static void ModifiedImmediate(ref InstructionText text, in Operand operand)
    {
        text.Add(operand.Immediate == 0 ? "#0" : "#0x");
        if (operand.Immediate != 0)
            text.AddHex((ulong)operand.Immediate);
        if (operand.ShiftAmount != 0)
            text.AddShift(OperandFormatter.Name(operand.ShiftType), operand.ShiftAmount);
    }

    /// <summary>Zero of comparisons has one digit, numbers of moves have eight.</summary>
    internal static void FloatingPoint(ref InstructionText text, OperandField field, in Operand operand)
    {
        if (field == OperandField.FpZero)
        {
            text.Add("#0.0");
            return;
        }
        text.Add('#');
        text.AddFixedPoint(BitConverter.Int64BitsToDouble(operand.Immediate));
    }

    private static void Vector(ref InstructionText text, SimdRegister shape, int number)
    {
        text.Add('v');
        text.AddDecimal(number);
        text.Add('.');
        if (shape.Lanes != 0)
            text.AddDecimal(shape.Lanes);
        text.Add(Letters[shape.ElementSizeLog2]);
    }

    private static void List(ref InstructionText text, SimdRegister first, int length)
    {
        text.Add('{');
        for (int n = 0; n < length; n++)
        {
            if (n != 0)
                text.Add(", ");
            Vector(ref text, first, first.Number + n & 31);
        }
        text.Add('}');
    }
}
