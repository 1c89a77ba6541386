using System.Globalization;

namespace CcaEmu.Arm.A64;

/// <summary>Writes the operands that only SIMD&amp;FP instructions have.</summary>
/// <remarks>Arm ARM, A64 assembler syntax, Register names.</remarks>
internal static class SimdOperandFormatter
{
    /// <summary>A register, an element or a list of either: <c>v0.4s</c>, <c>v0.s[1]</c>, <c>{v0.4s, v1.4s}</c>, <c>{v0.s}[1]</c>. Indexes are numbers as others are, without the mark.</summary>
    internal static string Registers(Operand operand)
    {
        SimdRegister first = operand.Simd;
        return operand.Kind switch
        {
            OperandKind.SimdRegister => first.ToString(),
            OperandKind.SimdElement => $"v{first.Number}.{first.Arrangement}[{Index(operand)}]",
            OperandKind.SimdList => $"{{{List(operand)}}}",
            _ => $"{{{List(operand)}}}[{Index(operand)}]",
        };
    }

    /// <summary>Always in hexadecimal.</summary>
    internal static string ModifiedImmediate(Operand operand)
    {
        string shift = operand.ShiftAmount == 0 ? "" : $", {operand.ShiftType.ToString().ToLowerInvariant()} #{operand.ShiftAmount}";
        return (operand.Immediate == 0 ? "#0" : $"#0x{operand.Immediate:x}") + shift;
    }

    /// <summary>Zero of comparisons has one digit, numbers of moves have eight.</summary>
    internal static string FloatingPoint(OperandField field, Operand operand) => field == OperandField.FpZero
        ? "#0.0"
        : "#" + BitConverter.Int64BitsToDouble(operand.Immediate).ToString("F8", CultureInfo.InvariantCulture);

    private static string Index(Operand operand) => OperandFormatter.Number(operand.ElementIndex)[1..];

    private static string List(Operand operand) => string.Join(", ", Enumerable.Range(0, operand.ListLength)
        .Select(n => $"v{operand.Simd.Number + n & 31}.{operand.Simd.Arrangement}"));
}
