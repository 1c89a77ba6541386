using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>Random words of SIMD&amp;FP lines of the encoding table, with registers full of numbers that matter.</summary>
internal static class SimdOracleCases
{
    private static readonly ushort[] Halves =
    [
        0, 0x8000, 1, 0x8001, 0x3FF, 0x400, 0x8400, 0x3C00, 0xBC00, 0x7BFF, 0xFBFF, 0x7C00, 0xFC00, 0x7C01, 0x7E00, 0xFD55, 0xFE12, 0x3BFF,
        0x3C01, 0x4000, 0x3800, 0xB801, 0x5800, 0x7800,
    ];

    private static readonly uint[] Singles =
    [
        0, 0x8000_0000, 1, 0x807F_FFFF, 0x80_0000, 0x80_0001, 0x3F80_0000, 0xBF80_0000, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x7F80_0000, 0xFF80_0000,
        0x7F80_0001, 0x7FC0_0000, 0xFFA5_5555, 0xFFC0_1234, 0x3F7F_FFFF, 0x3F80_0001, 0x3F00_0000, 0xBF00_0001, 0x4F00_0000, 0xCF00_0000,
        0x4EFF_FFFF, 0x5F00_0000, 0x4F80_0000, 0x3880_0000, 0x3300_0000, 0x477F_E000, 0x477F_F000, 0x3850_0000, 0x1F80_0000, 0x6000_0000,
    ];

    private static readonly ulong[] Doubles =
    [
        0, 1UL << 63, 1, 0x800F_FFFF_FFFF_FFFF, 0x10_0000_0000_0000, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF,
        0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF0_0000_0000_0001, 0x7FF8_0000_0000_0000, 0xFFF4_5555_5555_5555,
        0xFFF8_0000_0000_1234, 0x3FEF_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0001, 0x3FE0_0000_0000_0000, 0x43E0_0000_0000_0000,
        0xC3E0_0000_0000_0000, 0x41E0_0000_0000_0000, 0xC1E0_0000_0000_0001, 0x47EF_FFFF_E000_0000, 0x47EF_FFFF_F000_0000,
        0x3690_0000_0000_0000, 0x3810_0000_0000_0000, 0x380F_FFFF_F000_0000, 0x2000_0000_0000_0000, 0x5FF0_0000_0000_0000,
    ];

    /// <summary>The lines of a group that QEMU 7.2 knows.</summary>
    public static IEnumerable<A64Op> Lines(A64Group group) => A64Table.Lines
        .Where(line => line.Group == group && line.Feature != Feature.FEAT_LRCPC3)
        .Select(line => line.Op);

    public static IEnumerable<SimdCase> Of(A64Op op, int count, int seed)
    {
        var random = new Random(seed << 16 | (int)op);
        for (int n = 0; n < count; n++)
        {
            uint word = Pick(op, random);
            var v = new UInt128[32];
            for (int i = 0; i < 32; i++)
                v[i] = Vector(random);
            ulong[] x = [.. Enumerable.Range(0, 8).Select(_ => IsMemory(op) ? (ulong)random.Next(256) : (ulong)random.NextInt64())];
            // AHP, DN, FZ, RMode and FZ16; IOC to IXC, IDC and QC.
            ulong fpcr = random.Next(3) == 0 ? 0 : (ulong)random.Next() & 0x07C8_0000;
            ulong fpsr = random.Next(2) == 0 ? 0 : (ulong)random.Next() & 0x0800_009F;
            yield return new SimdCase(op, word, v, x, fpcr, fpsr);
        }
    }

    private static uint Pick(A64Op op, Random random)
    {
        A64Encoding encoding = A64Table.Get(op);
        while (true)
        {
            uint word = encoding.FixedValue | (uint)random.NextInt64(1L << 32) & ~encoding.FixedMask;
            word = encoding.WriteField(encoding.WriteField(word, 'x', uint.MaxValue), 'y', 0);
            if (encoding.Group == A64Group.SimdLoadStore)
                word = InScratch(encoding, word, random);
            Instruction instruction = Decoder.Decode(word);
            if (instruction.Op == op && (IsMemory(op) || LeavesThePointers(instruction)) && !(IsLoad(word) && encoding.FieldMask('u') != 0 && instruction.Rt == instruction.Rt2))
                return word;
        }
    }

    private static bool IsMemory(A64Op op) => A64Table.Get(op).Group == A64Group.SimdLoadStore;

    // X0 to X7 and XZR are the case's; others are the program's own.
    private static bool LeavesThePointers(Instruction instruction) => Enumerable.Range(0, instruction.OperandCount)
        .Select(instruction.GetOperand)
        .All(operand => operand.Kind != OperandKind.Register || operand.Register.Number is < 8 or 31);

    private static bool IsLoad(uint word) => (word >> 22 & 1) != 0;

    // X8 points into the scratch buffer; X0 to X7 are small; literals stay near.
    private static uint InScratch(A64Encoding encoding, uint word, Random random)
    {
        word = encoding.WriteField(word, 'n', 8);
        if (encoding.FieldMask('m') != 0)
            word = encoding.WriteField(word, 'm', random.Next(3) == 0 ? 31 : (uint)random.Next(8));
        if (encoding.Op == A64Op.LDR_lit_SIMD)
            word = encoding.WriteField(word, 'i', (uint)random.Next(-16, 16));
        if (encoding.Op is A64Op.LDR_imm_SIMD_off or A64Op.STR_imm_SIMD_off)
            word = encoding.WriteField(word, 'i', (uint)random.Next(200));
        return word;
    }

    private static UInt128 Vector(Random random)
    {
        ulong low = Lanes(random), high = random.Next(8) == 0 ? 0 : Lanes(random);
        return new UInt128(high, low);
    }

    private static ulong Lanes(Random random) => random.Next(3) == 0 ? Integers(random) : Floats(random);

    // The ends of the ranges of all element sizes, and amounts to shift by.
    private static ulong Integers(Random random)
    {
        int bytes = 1 << random.Next(4);
        ulong lanes = 0;
        for (int bit = 0; bit < 64; bit += 8 * bytes)
        {
            ulong top = 1UL << (8 * bytes - 1);
            ulong value = random.Next(6) switch
            {
                0 => 0,
                1 => top + (ulong)random.Next(-2, 3),
                2 => (ulong)random.Next(-2, 3),
                3 => (ulong)random.Next(-9 * bytes, 9 * bytes) & 0xFF,
                4 => (ulong)random.NextInt64() & top - 1,
                _ => (ulong)random.NextInt64() >> random.Next(64),
            };
            lanes |= (value & (top << 1) - 1) << bit;
        }
        return lanes;
    }

    private static ulong Floats(Random random) => random.Next(9) switch
    {
        0 => (ulong)random.NextInt64(),
        1 => Doubles[random.Next(Doubles.Length)],
        2 => Doubles[random.Next(Doubles.Length)] + (ulong)random.Next(-3, 4),
        3 => (ulong)Singles[random.Next(Singles.Length)] << 32 | Singles[random.Next(Singles.Length)],
        4 => (ulong)(Singles[random.Next(Singles.Length)] + (uint)random.Next(-2, 3)) << 32 | (uint)random.Next(),
        5 => Halves4(random, () => Halves[random.Next(Halves.Length)]),
        6 => Halves4(random, () => (ushort)(Halves[random.Next(Halves.Length)] + random.Next(-2, 3))),
        // Numbers of like size: sums cancel, products stay in range.
        7 => (ulong)(0x3F80_0000 + random.Next(-0x100_0000, 0x100_0000)) << 32 | (uint)(0xBF80_0000 + random.Next(-0x100_0000, 0x100_0000)),
        _ => (ulong)(0x3FF0_0000_0000_0000 + random.NextInt64(-1L << 55, 1L << 55)) ^ (ulong)random.Next(2) << 63,
    };

    private static ulong Halves4(Random random, Func<ushort> next) =>
        next() | (ulong)next() << 16 | (ulong)next() << 32 | (ulong)(random.Next(4) == 0 ? (ushort)random.Next() : next()) << 48;
}
