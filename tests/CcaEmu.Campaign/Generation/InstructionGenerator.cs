using System.Numerics;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Generation;

/// <summary>Random words of one line that are safe in a user program: memory is the window, branches stay in the slot.</summary>
internal sealed class InstructionGenerator(PeFeatures features)
{
    private const int BaseRegister = 8, IndexRegister = 10, Attempts = 20_000;

    private const string RegisterLetters = "dnmatus";

    private static readonly SystemRegister[] FpRegisters = [SystemRegister.NZCV, SystemRegister.FPCR, SystemRegister.FPSR];

    /// <summary>The instructions of one case: the one of the line, and those that it needs around it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="rng">The source.</param>
    /// <param name="address">Where the first instruction stands.</param>
    /// <returns>The words, and which of them is the line's; null when no word of the line is safe.</returns>
    public (uint[] Words, int Index)? Draw(A64Encoding line, Rng rng, ulong address)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            uint word = Pick(line, rng);
            word = AdaptMemory(line, word, rng, address);
            word = AdaptControl(line, word, rng);
            if (Decoder.Decode(word).Op == line.Op && IsSafe(Decoder.Decode(word), address))
                return Around(line, word, rng);
        }
        return null;
    }

    /// <summary>Whether the case is made of more than the instruction itself, so that it does not fit into a sequence.</summary>
    public static bool StandsAlone(A64Encoding line) => line.FlowControl != FlowControl.Next || IsExclusiveStore(line);

    private static uint Pick(A64Encoding line, Rng rng)
    {
        uint word = line.FixedValue | rng.Next32() & ~line.FixedMask;
        word = line.WriteField(line.WriteField(word, 'x', uint.MaxValue), 'y', 0);
        foreach (char letter in RegisterLetters)
        {
            if (line.FieldMask(letter) != 0)
                word = line.WriteField(word, letter, PickRegister(rng));
        }
        return word;
    }

    // Mostly X0 to X7, so that operands coincide now and then; never the harness's own.
    private static uint PickRegister(Rng rng) => rng.Below(16) switch
    {
        0 => 31,
        1 => 30,
        2 => (uint)rng.Below(28),
        _ => (uint)rng.Below(8),
    };

    private static uint AdaptMemory(A64Encoding line, uint word, Rng rng, ulong address)
    {
        Instruction i = Decoder.Decode(word);
        if (!TryFindMemory(i, out Operand memory))
            return word;
        if (memory.AddressingMode == AddressingMode.Literal)
            return line.WriteField(word, 'i', (uint)((long)(GuestLayout.WindowMiddle - address) / 4 + rng.Between(-20, 20)));
        word = line.WriteField(word, 'n', rng.OneIn(8) ? 31u : BaseRegister);
        if (memory.AddressingMode == AddressingMode.RegisterOffset)
            return line.WriteField(word, 'm', IndexRegister);
        int immediateBits = BitOperations.PopCount(line.FieldMask('i'));
        return immediateBits > 5 ? line.WriteField(word, 'i', (uint)rng.Between(-24, 24)) : word;
    }

    private uint AdaptControl(A64Encoding line, uint word, Rng rng)
    {
        if (line.Op is A64Op.MRS or A64Op.MSR_reg)
        {
            SystemRegister chosen = features.Has(Feature.FEAT_FP) ? rng.Of<SystemRegister>(FpRegisters) : SystemRegister.NZCV;
            ushort register = SystemRegisterTable.Get(chosen).Encoding.Value;
            return word & 0xFFF0_001F | (uint)(register & 0x7FFF) << 5;
        }
        return line.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch
            || (line.FlowControl == FlowControl.Call && line.FieldMask('n') == 0) ? line.WriteField(word, 'i', 2) : word;
    }

    private bool IsSafe(Instruction i, ulong address)
    {
        A64Encoding line = i.Encoding;
        if (RegisterLetters.Any(letter => line.FieldMask(letter) != 0 && line.ReadField(i.Word, letter) is 28 or 29))
            return false;
        if (line.FlowControl is FlowControl.IndirectBranch or FlowControl.Call or FlowControl.Return && line.FieldMask('n') != 0 && i.Rn == 31)
            return false;
        if (line.Op == A64Op.MSR_imm)
            return IsUserField(i.Op1 << 3 | i.Op2);
        if (line.Op == A64Op.HINT)
            return !NeedsKeysOrWaits(i.CRm << 3 | i.Op2);
        // LDP and friends of even pairs reach past the register named.
        if ((line.Op == A64Op.CASP) && (i.Rs is 26 or 27 || i.Rt is 26 or 27))
            return false;
        return !TryFindMemory(i, out Operand memory) || (IsPredictable(i, memory) && IsInWindow(i, memory, address));
    }

    // PSTATE fields that EL0 may write where their feature is there; the others are UNDEFINED at EL0.
    private bool IsUserField(int field) => field switch
    {
        0b011_001 => features.Has(Feature.FEAT_SSBS),
        0b011_010 => features.Has(Feature.FEAT_DIT),
        _ => true,
    };

    // XPACLRI, which depends on the feature, PACIA1716 and the like, and the hints that wait.
    private static bool NeedsKeysOrWaits(int hint) => hint is 2 or 3 or 7 or 8 or 10 or 12 or 14 or (>= 24 and <= 31);

    private static bool IsInWindow(Instruction i, Operand memory, ulong address)
    {
        long offset = memory.AddressingMode switch
        {
            AddressingMode.Literal => (long)(address + (ulong)memory.Immediate - GuestLayout.WindowMiddle),
            AddressingMode.PostIndex or AddressingMode.PostIndexRegister or AddressingMode.RegisterOffset => 0,
            _ => memory.Immediate,
        };
        if (offset is < -CaseState.WindowBytes / 2 or > CaseState.WindowBytes / 2 - 64)
            return false;
        // Ordered accesses may fault where they are not aligned.
        return i.Feature is not (Feature.FEAT_LRCPC2 or Feature.FEAT_LRCPC3) || offset % 16 == 0;
    }

    // What the manual calls CONSTRAINED UNPREDICTABLE is for tests of its own.
    private static bool IsPredictable(Instruction i, Operand memory)
    {
        A64Encoding line = i.Encoding;
        bool vector = line.Group == A64Group.SimdLoadStore;
        bool pair = line.FieldMask('u') != 0;
        bool writeback = memory.AddressingMode is AddressingMode.PreIndex or AddressingMode.PostIndex;
        bool load = line.Mnemonic.StartsWith("ld", StringComparison.Ordinal);
        if (pair && load && i.Rt == i.Rt2)
            return false;
        if (writeback && !vector && (i.Rt == i.Rn || (pair && i.Rt2 == i.Rn)) && i.Rn != 31)
            return false;
        return !IsExclusiveStore(line) || (i.Rs != i.Rt && (!pair || i.Rs != i.Rt2) && i.Rs != i.Rn && i.Rs != 11 && i.Rs != 12);
    }

    private static bool TryFindMemory(Instruction i, out Operand memory)
    {
        for (int n = 0; n < i.OperandCount; n++)
        {
            memory = i.GetOperand(n);
            if (memory.Kind == OperandKind.Memory)
                return true;
        }
        memory = default;
        return false;
    }

    private static bool IsExclusiveStore(A64Encoding line) => line.Op is >= A64Op.STXRB and <= A64Op.STLXP && line.FieldMask('s') != 0;

    private static (uint[] Words, int Index) Around(A64Encoding line, uint word, Rng rng)
    {
        // Three of four exclusive stores follow the load that claims the address for them.
        if (IsExclusiveStore(line) && !rng.OneIn(4))
            return ([(word | 1u << 22) & ~0x1F_7C1Fu | 0x1F_0000 | 11 | 12 << 10, word], 1);
        if (line.FlowControl is FlowControl.IndirectBranch or FlowControl.Return || (line.FlowControl == FlowControl.Call && line.FieldMask('n') != 0))
            return ([Words.Adr((int)line.ReadField(word, 'n'), 12), word, Words.AddImm(7, 7, 1)], 1);
        // A branch over an instruction that shows whether it was taken.
        return line.FlowControl != FlowControl.Next ? ([word, Words.AddImm(7, 7, 1)], 0) : ([word], 0);
    }
}
