using System.Collections.Immutable;
using System.Numerics;

namespace CcaEmu.Arm.A64;

/// <summary>
/// One line of the encoding table: everything that decoder, formatter, test generators and documentation know of an A64 encoding.
/// </summary>
/// <remarks>Arm ARM, A64 Base Instruction Descriptions and A64 instruction set encoding.</remarks>
public sealed class A64Encoding
{
    internal A64Encoding(A64Op op, string mnemonic, string title, string pattern, string operands,
        Feature feature = Feature.Base, FlowControl flow = FlowControl.Next, A64Constraint constraint = A64Constraint.None)
    {
        Op = op;
        MnemonicTemplate = mnemonic;
        Title = title;
        Pattern = pattern.Replace(" ", "", StringComparison.Ordinal);
        Feature = feature;
        FlowControl = flow;
        Constraint = constraint;
        Operands = [.. operands.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(VectorField.Parse)];
        (FixedMask, FixedValue) = FixedBits(Pattern);
        Layout = new InstructionLayout(Pattern, Operands);
    }

    /// <summary>The name of this encoding in code.</summary>
    public A64Op Op { get; }

    /// <summary>The group of the table that the line stands in.</summary>
    public A64Group Group { get; private set; }

    /// <summary>The base mnemonic in lower case, without the letters that a field adds ("ldadd" stands for LDADD, LDADDA, ...; "b" for B.cond).</summary>
    public string Mnemonic => MnemonicTemplate.Replace("^", "", StringComparison.Ordinal).Replace(".?", "", StringComparison.Ordinal)
        .Replace("%", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);

    /// <summary>The title of the manual's page.</summary>
    public string Title { get; }

    /// <summary>
    /// The word from bit 31 to bit 0 in 32 characters: <c>0</c> and <c>1</c> are fixed, a letter is a bit of a field.
    /// </summary>
    /// <remarks>
    /// Registers: d Rd, n Rn, m Rm, a Ra, t Rt, u Rt2, s Rs. Size: f is 1 for the 64-bit variant, F is 0 for it, g must agree with f.
    /// Immediates: i, l (immlo), h (sh or hw), j (shift amount or imm6), b (b40), N r p (N, immr, imms), z (nzcv or mask).
    /// Kinds: v shift, o option or o0, S scale, c cond, A acquire, L release, O options of memory copy and set. System: e op1, C CRn, k CRm, q op2.
    /// SIMD&amp;FP: Q selects 128 bits (f where it also selects X), E the element size (size, sz, ftype, opc of FCVT), G rotation; i also
    /// immh:immb, imm5, imm4, the index bits H and L (M is the high bit of m), cmode and a:h.
    /// x should be one and y should be zero: the decoder accepts any value, as the manual leaves the effect CONSTRAINED UNPREDICTABLE.
    /// </remarks>
    public string Pattern { get; }

    /// <summary>The feature that must be implemented, or <see cref="Feature.Base"/>.</summary>
    public Feature Feature { get; }

    /// <summary>What the instruction does to the program counter.</summary>
    public FlowControl FlowControl { get; }

    /// <summary>The rule beside the pattern that a word must keep.</summary>
    public A64Constraint Constraint { get; }

    /// <summary>The bits that <see cref="Pattern"/> fixes.</summary>
    public uint FixedMask { get; }

    /// <summary>The values of the bits in <see cref="FixedMask"/>; zero elsewhere.</summary>
    public uint FixedValue { get; }

    /// <summary>
    /// The mnemonic with marks: <c>^</c> takes the acquire and release letters, <c>?</c> the condition, <c>*</c> the 2 of a form that works
    /// on the upper half (Q is 1), <c>%</c> the options of memory copy and set.
    /// </summary>
    internal string MnemonicTemplate { get; }

    /// <summary>The operands in assembler order.</summary>
    internal ImmutableArray<OperandField> Operands { get; }

    /// <summary>Where variable facts of a word of this line are found.</summary>
    internal InstructionLayout Layout { get; }

    /// <summary>Tells whether a word has this pattern and keeps its rule. A more specific line may still come first.</summary>
    /// <param name="word">The instruction word.</param>
    public bool Matches(uint word) => (word & FixedMask) == FixedValue && A64ConstraintRules.Holds(Constraint, word);

    /// <summary>The bits of the word that carry a field.</summary>
    /// <param name="letter">A letter of <see cref="Pattern"/>.</param>
    /// <returns>A mask; zero when the pattern has no such letter.</returns>
    public uint FieldMask(char letter) => MaskOf(Pattern, letter);

    /// <summary>Reads a field out of a word.</summary>
    /// <param name="word">The instruction word.</param>
    /// <param name="letter">A letter of <see cref="Pattern"/>.</param>
    /// <returns>The bits of the field, the lowest in bit 0; zero when the pattern has no such letter.</returns>
    public uint ReadField(uint word, char letter)
    {
        uint value = 0;
        int bit = 0;
        for (uint mask = FieldMask(letter); mask != 0; mask &= mask - 1)
            value |= (word >> BitOperations.TrailingZeroCount(mask) & 1) << bit++;
        return value;
    }

    /// <summary>Gives a word with one field replaced. Encoding starts from <see cref="FixedValue"/> and writes every field.</summary>
    /// <param name="word">The instruction word.</param>
    /// <param name="letter">A letter of <see cref="Pattern"/>.</param>
    /// <param name="value">The bits of the field, the lowest in bit 0; bits beyond the field are dropped.</param>
    /// <returns>The word. It is not checked against <see cref="Constraint"/>: <see cref="Matches"/> does that.</returns>
    public uint WriteField(uint word, char letter, uint value)
    {
        uint mask = FieldMask(letter);
        word &= ~mask;
        for (; mask != 0; mask &= mask - 1, value >>= 1)
            word |= (value & 1) << BitOperations.TrailingZeroCount(mask);
        return word;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Op} ({Title})";

    /// <summary>Says which group the line stands in; the table does it once, when it is built.</summary>
    internal A64Encoding In(A64Group group)
    {
        Group = group;
        return this;
    }

    internal static uint MaskOf(string pattern, char letter)
    {
        uint mask = 0;
        for (int i = 0; i < pattern.Length; i++)
            mask |= pattern[i] == letter ? 1u << (31 - i) : 0;
        return mask;
    }

    private static (uint Mask, uint Value) FixedBits(string pattern)
    {
        if (pattern.Length != 32)
            throw new ArgumentException($"an encoding pattern has 32 bits, this one {pattern.Length}: {pattern}", nameof(pattern));
        uint ones = MaskOf(pattern, '1');
        return (ones | MaskOf(pattern, '0'), ones);
    }
}
