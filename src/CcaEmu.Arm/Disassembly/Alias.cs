using System.Collections.Immutable;

namespace CcaEmu.Arm.A64;

/// <summary>Another way to write some words of an encoding.</summary>
internal sealed class Alias
{
    internal Alias(A64Op op, string mnemonic, string operands, Func<Instruction, bool> condition)
    {
        Op = op;
        MnemonicTemplate = mnemonic;
        Operands = [.. operands.Split(' ').Select(VectorField.Parse)];
        Condition = condition;
    }

    internal A64Op Op { get; }

    /// <summary>As <see cref="A64Encoding.MnemonicTemplate"/>.</summary>
    internal string MnemonicTemplate { get; }

    internal ImmutableArray<OperandField> Operands { get; }

    /// <summary>Tells whether the alias is preferred for a word of its encoding.</summary>
    internal Func<Instruction, bool> Condition { get; }
}
