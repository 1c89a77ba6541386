using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>Random words of one line of the encoding table that are safe to execute as a user program, with inputs.</summary>
internal static class OracleCases
{
    private static readonly ulong[] Boundaries =
    [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, ulong.MaxValue, ulong.MaxValue - 1, 0xFFFF_FFFF_8000_0000,
    ];

    /// <summary>The lines that a user program can show to be right: all but those that need a privilege or leave the straight line.</summary>
    public static IEnumerable<A64Op> Lines() => A64Table.Lines.Select(line => line.Op).Where(op =>
        op is <= A64Op.EXTR or A64Op.B_cond or (>= A64Op.CFINV and <= A64Op.AXFLAG) or (>= A64Op.CBZ and <= A64Op.TBNZ) or >= A64Op.STXRB
        && !IsBeyondQemu(A64Table.Get(op).Feature));

    // QEMU 7.2 has none of these, or (PAuth) keys that a user program does not know: they have tests of their own.
    private static bool IsBeyondQemu(Feature feature) => feature is Feature.FEAT_LOR or Feature.FEAT_CSSC or Feature.FEAT_HBC
        or Feature.FEAT_LRCPC3 or Feature.FEAT_MOPS or Feature.FEAT_PAuth;

    public static IEnumerable<OracleCase> Of(A64Op op, int count, int seed)
    {
        var random = new Random(seed << 16 | (int)op);
        for (int n = 0; n < count; n++)
        {
            uint word = Pick(op, random);
            yield return new OracleCase(op, Around(op, word, random), Inputs(random));
        }
    }

    private static uint Pick(A64Op op, Random random)
    {
        A64Encoding encoding = A64Table.Get(op);
        while (true)
        {
            uint word = encoding.FixedValue | (uint)random.NextInt64() & ~encoding.FixedMask;
            word = encoding.WriteField(encoding.WriteField(word, 'x', uint.MaxValue), 'y', 0);
            foreach (char letter in "dnmatus")
            {
                // Mostly X0 to X7, sometimes XZR.
                if (encoding.FieldMask(letter) != 0)
                    word = encoding.WriteField(word, letter, random.Next(12) == 0 ? 31 : (uint)random.Next(8));
            }
            if (op >= A64Op.STXRB && op <= A64Op.PRFM_imm_off)
                word = AsMemory(encoding, word, random);
            else if (op is A64Op.B_cond or (>= A64Op.CBZ and <= A64Op.TBNZ))
                word = encoding.WriteField(word, 'i', 2);
            if (Decoder.Decode(word).Op == op && IsPredictable(new(word, encoding)))
                return word;
        }
    }

    // Base X8, index X10, offsets that stay in the scratch buffer.
    private static uint AsMemory(A64Encoding encoding, uint word, Random random)
    {
        word = encoding.WriteField(word, 'n', 8);
        if (encoding.Pattern.Contains("mmmmm", StringComparison.Ordinal))
            word = encoding.WriteField(word, 'm', 10);
        if (encoding.Op is >= A64Op.STRB_imm_off and <= A64Op.PRFM_imm_off)
            word = encoding.WriteField(word, 'i', (uint)random.Next(100));
        if (encoding.Op is >= A64Op.LDR_lit and <= A64Op.PRFM_lit)
            word = encoding.WriteField(word, 'i', (uint)random.Next(-40, 40));
        return word;
    }

    // Register 31 as SP and what the manual calls CONSTRAINED UNPREDICTABLE are for tests of their own.
    private static bool IsPredictable((uint Word, A64Encoding Encoding) c)
    {
        Instruction i = Decoder.Decode(c.Word);
        for (int n = 0; n < i.OperandCount; n++)
        {
            if (i.GetOperand(n).Register.IsStackPointer)
                return false;
        }
        A64Encoding e = c.Encoding;
        if (e.FieldMask('u') != 0 && e.FieldMask('t') != 0 && i.Rt == i.Rt2 && i.OperandCount > 2)
            return false;
        bool exclusiveStore = i.Op is >= A64Op.STXRB and <= A64Op.STLXP && e.FieldMask('s') != 0;
        return !exclusiveStore || (i.Rs != i.Rt && i.Rs != i.Rt2);
    }

    private static uint[] Around(A64Op op, uint word, Random random)
    {
        Instruction i = Decoder.Decode(word);
        uint size = word >> 30;
        if (op is A64Op.B_cond or (>= A64Op.CBZ and <= A64Op.TBNZ))
            return [word, A64.AddImm(7, 7, 1)];
        if (op is >= A64Op.STXRB and <= A64Op.STLXP && A64Table.Get(op).FieldMask('s') != 0 && random.Next(4) != 0)
            return [(word | 1u << 22) & ~0x1F_7C1Fu | 0x1F_0000 | 11 | 12 << 10, word];
        // A comparison that succeeds: load what is there into the register that is compared.
        if (op is >= A64Op.CASB and <= A64Op.CAS && random.Next(2) == 0 && i.Rs != 31)
            return [0x3940_0000 | size << 30 | 8 << 5 | (uint)i.Rs, word];
        if (op == A64Op.CASP && random.Next(2) == 0 && i.Rs < 7)
            return [A64.Word(A64Op.LDP_off, ('f', size & 1), ('n', 8), ('t', (uint)i.Rs), ('u', (uint)i.Rs + 1)), word];
        return [word];
    }

    private static ulong[] Inputs(Random random)
    {
        ulong[] inputs = new ulong[OracleProgram.OutputWords];
        for (int i = 0; i < 8; i++)
        {
            inputs[i] = random.Next(3) switch
            {
                0 => Boundaries[random.Next(Boundaries.Length)],
                1 => (ulong)random.NextInt64() << random.Next(64) >> random.Next(64),
                _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
            };
        }
        inputs[8] = (ulong)random.Next(16) << 28;
        inputs[9] = (ulong)random.Next(0, 100);
        return inputs;
    }
}
