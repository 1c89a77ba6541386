using System.Collections.Immutable;
using System.Text;

namespace CcaEmu.Arm.A64;

/// <summary>
/// Writes instructions as assembler text from the encoding table alone, in the style of Capstone: lower case, numbers above 9 in
/// hexadecimal, branch targets as absolute addresses, and the manual's preferred aliases.
/// </summary>
/// <remarks>Arm ARM, A64 assembler syntax; aliases from the pages of A64 Base Instruction Descriptions.</remarks>
public sealed class Formatter
{
    private readonly Func<ushort, string?>? _systemRegisterName;
    private readonly OperandFormatter _operands;

    /// <summary>Makes a formatter.</summary>
    /// <param name="systemRegisterName">
    /// Gives the name of a System register from op0:op1:CRn:CRm:op2 (16 bits), or null to have it written as
    /// <c>s3_0_c1_c0_0</c>. It is asked for the operations of SYS too, where op0 is 1: a name such as <c>TLBI VMALLE1</c>
    /// replaces SYS and its first four operands. Names are written in lower case.
    /// </param>
    public Formatter(Func<ushort, string?>? systemRegisterName = null)
    {
        _systemRegisterName = systemRegisterName;
        _operands = new OperandFormatter(systemRegisterName);
    }

    /// <summary>Writes one instruction.</summary>
    /// <param name="instruction">The instruction; one that is not defined is written as <c>.inst 0x00000000</c>.</param>
    /// <param name="pc">The address of the instruction, from which targets are worked out.</param>
    /// <returns>Mnemonic, a space and the operands; only the mnemonic when there are no operands.</returns>
    public string Format(Instruction instruction, ulong pc)
    {
        if (!instruction.IsDefined)
            return $".inst 0x{instruction.Word:x8}";

        if (instruction.Op == A64Op.SYS && _systemRegisterName?.Invoke(instruction.SystemRegisterEncoding) is { } operation)
            return operation.ToLowerInvariant() + (instruction.Rt == 31 ? "" : $", x{instruction.Rt}");

        string mnemonic = FormatMnemonic(instruction);
        string operands = FormatOperands(instruction, pc);
        return operands.Length == 0 ? mnemonic : mnemonic + " " + operands;
    }

    /// <summary>Writes the mnemonic that <see cref="Format"/> would write for an instruction other than a named SYS.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <returns>The mnemonic in lower case, <c>.inst</c> when the instruction is not defined.</returns>
    public string FormatMnemonic(Instruction instruction)
    {
        if (!instruction.IsDefined)
            return ".inst";

        string template = AliasOf(instruction)?.MnemonicTemplate ?? instruction.Encoding.MnemonicTemplate;
        string ordering = (instruction.Acquire ? "a" : "") + (instruction.Release ? "l" : "");
        return template.Replace("^", ordering, StringComparison.Ordinal)
            .Replace("?", OperandFormatter.Name(instruction.Condition), StringComparison.Ordinal)
            .Replace("%", OperandFormatter.CopyOptions(instruction), StringComparison.Ordinal)
            .Replace("*", instruction.IsUpperHalf ? "2" : "", StringComparison.Ordinal);
    }

    /// <summary>Writes the operands that <see cref="Format"/> would write for an instruction other than a named SYS.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="pc">The address of the instruction.</param>
    /// <returns>The operands with commas between them; empty when there are none.</returns>
    public string FormatOperands(Instruction instruction, ulong pc)
    {
        ImmutableArray<OperandField> fields = AliasOf(instruction)?.Operands ?? instruction.Encoding.Operands;
        StringBuilder text = new();
        foreach (OperandField field in fields)
        {
            string operand = _operands.Format(instruction, field, pc);
            if (operand.Length > 0)
                text.Append(text.Length == 0 ? "" : ", ").Append(operand);
        }

        return text.ToString();
    }

    private static Alias? AliasOf(Instruction instruction) =>
        AliasTable.ByOp[instruction.Op].FirstOrDefault(alias => alias.Condition(instruction));
}
