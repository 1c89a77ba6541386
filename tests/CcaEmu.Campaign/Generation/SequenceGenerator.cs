using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Generation;

/// <summary>Short straight-line programs whose instructions feed each other.</summary>
internal static class SequenceGenerator
{
    /// <summary>Draws a program of 5 to 12 instructions of the lines.</summary>
    /// <param name="instructions">Draws one of them.</param>
    /// <param name="lines">Lines that need nothing around them.</param>
    /// <param name="rng">The source.</param>
    /// <param name="address">Where the program stands.</param>
    public static uint[] Draw(InstructionGenerator instructions, IReadOnlyList<A64Encoding> lines, Rng rng, ulong address)
    {
        List<uint> words = [];
        int length = rng.Between(5, 12);
        while (words.Count < length)
        {
            A64Encoding line = lines[rng.Below(lines.Count)];
            if (instructions.Draw(line, rng, address + (ulong)words.Count * 4) is not { } drawn || !KeepsAddresses(drawn.Words[0]))
                continue;
            words.Add(drawn.Words[0]);
            // What moved the base is followed by the base's return from X9, which nothing else writes.
            if (MovesBase(drawn.Words[0]))
                words.Add(Words.AddImm(8, 9, 0));
        }
        return [.. words.Take(GuestLayout.SlotInstructions)];
    }

    // Base and index stay what they are, so that the next access is in the window too; SP is only read.
    private static bool KeepsAddresses(uint word)
    {
        Instruction i = Decoder.Decode(word);
        A64Encoding line = i.Encoding;
        foreach (char letter in "dtus")
        {
            if (line.FieldMask(letter) != 0 && line.ReadField(word, letter) is 8 or 9 or 10)
                return false;
        }
        bool namesSp = Enumerable.Range(0, i.OperandCount).Any(n => i.GetOperand(n).Register.IsStackPointer);
        bool pairReachesThem = line.Op == A64Op.CASP && i.Rs is 6 or 7;
        return !namesSp && !pairReachesThem && line.Op is not (A64Op.MRS or A64Op.MSR_reg);
    }

    private static bool MovesBase(uint word)
    {
        Instruction i = Decoder.Decode(word);
        return Enumerable.Range(0, i.OperandCount).Select(i.GetOperand)
            .Any(operand => operand is { Kind: OperandKind.Memory, AddressingMode: AddressingMode.PreIndex or AddressingMode.PostIndex or AddressingMode.PostIndexRegister });
    }
}
