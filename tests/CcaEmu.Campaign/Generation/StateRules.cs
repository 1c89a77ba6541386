using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Generation;

/// <summary>What a state needs beside randomness so that an instruction does something interesting with it.</summary>
internal static class StateRules
{
    /// <summary>Bends a state to an instruction.</summary>
    public static void Apply(uint word, Rng rng, Span<ulong> state)
    {
        Instruction i = Decoder.Decode(word);
        if (i.Op is >= A64Op.CASB and <= A64Op.CASP && rng.OneIn(2))
            MakeComparisonSucceed(i, state);
        for (int n = 0; n < i.OperandCount; n++)
        {
            Operand operand = i.GetOperand(n);
            if (operand.Kind == OperandKind.Memory && operand.AddressingMode == AddressingMode.RegisterOffset)
                state[10] = Index(operand, rng);
        }
    }

    // At most 8 elements of 16 bytes away; the half of X10 that an extension drops is anything.
    private static ulong Index(Operand memory, Rng rng)
    {
        int reach = 4;
        bool isWord = memory.Extend is ExtendType.UXTW or ExtendType.SXTW;
        bool isSigned = memory.Extend is not ExtendType.UXTW;
        long index = rng.Between(isSigned ? -reach : 0, reach - 1);
        return isWord ? (uint)index | rng.Next64() << 32 : (ulong)index;
    }

    private static void MakeComparisonSucceed(Instruction i, Span<ulong> state)
    {
        int middle = CaseState.Window + CaseState.WindowBytes / 16;
        ulong Read(int r, Span<ulong> s) => r == 31 ? 0 : s[r];
        bool isWordPair = i.Op == A64Op.CASP && !i.Is64Bit;
        state[middle] = isWordPair
            ? (uint)Read(i.Rs, state) | Read(i.Rs + 1, state) << 32
            : Read(i.Rs, state);
        state[middle + 1] = i.Op == A64Op.CASP && !isWordPair ? Read(i.Rs + 1, state) : state[middle + 1];
    }
}
