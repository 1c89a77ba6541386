namespace CcaEmu.Arm.A64;

/// <summary>
/// Writes instructions as assembler text from the encoding table alone, in the style of Capstone: lower case, numbers above 9 in
/// hexadecimal, branch targets as absolute addresses, and the manual's preferred aliases.
/// </summary>
/// <remarks>Arm ARM, A64 assembler syntax; aliases from the pages of A64 Base Instruction Descriptions.</remarks>
public sealed class Formatter
{
    /// <summary>No text has more characters than this.</summary>
    public const int LongestText = 256;

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
        Span<char> room = stackalloc char[LongestText];
        return TryFormat(instruction, pc, room, out int length)
            ? room[..length].ToString()
            : throw new InvalidOperationException($"{instruction} has more than {LongestText} characters");
    }

    /// <summary>Writes one instruction into memory of the caller's; allocates nothing.</summary>
    /// <param name="instruction">The instruction, as for <see cref="Format"/>.</param>
    /// <param name="pc">The address of the instruction.</param>
    /// <param name="destination">Where to; <see cref="LongestText"/> characters are enough.</param>
    /// <param name="length">How many characters were written.</param>
    /// <returns>False when the destination is too short; it then holds the beginning of the text.</returns>
    public bool TryFormat(Instruction instruction, ulong pc, Span<char> destination, out int length)
    {
        InstructionText text = new(destination);
        if (!instruction.IsDefined)
        {
            text.Add(".inst 0x");
            for (int shift = 28; shift >= 0; shift -= 4)
                text.AddHex(instruction.Word >> shift & 15);
        }
        else if (instruction.Op == A64Op.SYS && _systemRegisterName?.Invoke(instruction.SystemRegisterEncoding) is { } operation)
        {
            text.AddLower(operation);
            if (instruction.Rt != 31)
                text.Add(", x");
            if (instruction.Rt != 31)
                text.AddDecimal(instruction.Rt);
        }
        else
        {
            Alias? alias = AliasOf(instruction);
            WriteMnemonic(ref text, instruction, alias);
            WriteOperands(ref text, instruction, alias, pc, " ");
        }

        length = text.Length;
        return text.Fits;
    }

    /// <summary>Writes the mnemonic that <see cref="Format"/> would write for an instruction other than a named SYS.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <returns>The mnemonic in lower case, <c>.inst</c> when the instruction is not defined.</returns>
    public string FormatMnemonic(Instruction instruction)
    {
        if (!instruction.IsDefined)
            return ".inst";
        InstructionText text = new(stackalloc char[LongestText]);
        WriteMnemonic(ref text, instruction, AliasOf(instruction));
        return text.Text.ToString();
    }

    /// <summary>Writes the operands that <see cref="Format"/> would write for an instruction other than a named SYS.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="pc">The address of the instruction.</param>
    /// <returns>The operands with commas between them; empty when there are none.</returns>
    public string FormatOperands(Instruction instruction, ulong pc)
    {
        InstructionText text = new(stackalloc char[LongestText]);
        WriteOperands(ref text, instruction, AliasOf(instruction), pc, "");
        return text.Text.ToString();
    }

    private static void WriteMnemonic(ref InstructionText text, Instruction instruction, Alias? alias)
    {
        foreach (char letter in alias?.MnemonicTemplate ?? instruction.Encoding.MnemonicTemplate)
        {
            switch (letter)
            {
                case '^':
                    text.Add(instruction.Acquire ? "a" : "");
                    text.Add(instruction.Release ? "l" : "");
                    break;
                case '?': text.Add(OperandFormatter.Name(instruction.Condition)); break;
                case '%': text.Add(OperandFormatter.CopyOptions(instruction)); break;
                case '*': text.Add(instruction.IsUpperHalf ? "2" : ""); break;
                default: text.Add(letter); break;
            }
        }
    }

    private void WriteOperands(ref InstructionText text, Instruction instruction, Alias? alias, ulong pc, string before)
    {
        foreach (OperandField field in (alias?.Operands ?? instruction.Encoding.Operands).AsSpan())
        {
            if (OperandFormatter.IsOmitted(instruction, field))
                continue;
            text.Add(before);
            before = ", ";
            _operands.Format(ref text, instruction, field, pc);
        }
    }

    private static Alias? AliasOf(Instruction instruction)
    {
        foreach (Alias alias in AliasTable.Of(instruction.Op))
        {
            if (alias.Condition(instruction))
                return alias;
        }
        return null;
    }
}
