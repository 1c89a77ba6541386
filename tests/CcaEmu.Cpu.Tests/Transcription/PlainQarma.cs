namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>ComputePACQARMA written down cell by cell, as slowly as the shared pseudocode has it.</summary>
internal static class PlainQarma
{
    public static ulong ComputePACQARMA(ulong data, ulong modifier, ulong key0, ulong key1, bool isqarma3)
    {
        ulong[] rc = [0, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89, 0x452821E638D01377];
        const ulong alpha = 0xC0AC29B7C97C50DD;
        int iterations = isqarma3 ? 2 : 4;
        ulong modk0 = (key0 & 1) << 63 | key0 >> 2 << 1 | (key0 >> 63 ^ key0 >> 1 & 1);
        ulong runningmod = modifier;
        ulong workingval = data ^ key0;
        for (int i = 0; i <= iterations; i++)
        {
            workingval ^= key1 ^ runningmod;
            workingval ^= rc[i];
            if (i > 0)
                workingval = Mult(CellShuffle(workingval));
            workingval = isqarma3 ? Sub1(workingval) : Sub(workingval);
            runningmod = TweakShuffle(runningmod);
        }
        workingval ^= modk0 ^ runningmod;
        workingval = Mult(CellShuffle(workingval));
        workingval = isqarma3 ? Sub1(workingval) : Sub(workingval);
        workingval = Mult(CellShuffle(workingval));
        workingval ^= key1;
        workingval = Inverse(CellShuffle, workingval);
        workingval = isqarma3 ? Sub1(workingval) : Inverse(Sub, workingval);
        workingval = Inverse(CellShuffle, Mult(workingval));
        workingval ^= key0;
        workingval ^= runningmod;
        for (int i = 0; i <= iterations; i++)
        {
            workingval = isqarma3 ? Sub1(workingval) : Inverse(Sub, workingval);
            if (i < iterations)
                workingval = Inverse(CellShuffle, Mult(workingval));
            runningmod = Inverse(TweakShuffle, runningmod);
            workingval ^= rc[iterations - i];
            workingval ^= key1 ^ runningmod;
            workingval ^= alpha;
        }
        return workingval ^ modk0;
    }

    // The steps other than Mult move or replace one cell each: an inverse is found by trying every value of every cell, once.
    private static readonly Dictionary<string, (int Target, ulong[] Inverse)[]> Inverses = new()
    {
        [nameof(CellShuffle)] = InverseOf(CellShuffle),
        [nameof(Sub)] = InverseOf(Sub),
        [nameof(TweakShuffle)] = InverseOf(TweakShuffle),
    };

    private static ulong Inverse(Func<ulong, ulong> step, ulong value)
    {
        ulong found = 0;
        (int Target, ulong[] Inverse)[] cells = Inverses[step.Method.Name];
        for (int cell = 0; cell < 16; cell++)
            found |= cells[cell].Inverse[value >> cells[cell].Target * 4 & 15] << cell * 4;
        return found;
    }

    private static (int Target, ulong[] Inverse)[] InverseOf(Func<ulong, ulong> step) => [.. Enumerable.Range(0, 16).Select(cell =>
    {
        ulong there = step(~0UL) ^ step(~(15UL << cell * 4));
        int target = System.Numerics.BitOperations.TrailingZeroCount(Cells(there)) / 4;
        var inverse = new ulong[16];
        for (ulong v = 0; v < 16; v++)
            inverse[step(v << cell * 4) >> target * 4 & 15] = v;
        return (target, inverse);
    })];

    private static ulong Cells(ulong value)
    {
        ulong cells = 0;
        for (int i = 0; i < 16; i++)
            cells |= (value >> i * 4 & 15) != 0 ? 15UL << i * 4 : 0;
        return cells;
    }

    private static ulong[] Split(ulong value) => [.. Enumerable.Range(0, 16).Select(i => value >> i * 4 & 15)];

    private static ulong Join(IEnumerable<ulong> cells) => cells.Select((cell, i) => cell << i * 4).Aggregate(0UL, (a, b) => a | b);

    private static ulong CellShuffle(ulong value)
    {
        ulong[] c = Split(value);
        return Join([c[13], c[6], c[11], c[0], c[7], c[12], c[1], c[10], c[8], c[3], c[14], c[5], c[2], c[9], c[4], c[15]]);
    }

    private static ulong Rotate(ulong cell, int by) => (cell << by | cell >> (4 - by)) & 15;

    private static ulong Mult(ulong value)
    {
        ulong[] s = Split(value), result = new ulong[16];
        for (int i = 0; i < 4; i++)
        {
            ulong t0 = Rotate(s[i + 8], 1) ^ Rotate(s[i + 4], 2) ^ Rotate(s[i], 1);
            ulong t1 = Rotate(s[i + 12], 1) ^ Rotate(s[i + 4], 1) ^ Rotate(s[i], 2);
            ulong t2 = Rotate(s[i + 12], 2) ^ Rotate(s[i + 8], 1) ^ Rotate(s[i], 1);
            ulong t3 = Rotate(s[i + 12], 1) ^ Rotate(s[i + 8], 2) ^ Rotate(s[i + 4], 1);
            (result[i], result[i + 4], result[i + 8], result[i + 12]) = (t3, t2, t1, t0);
        }
        return Join(result);
    }

    private static ulong Sub(ulong value) =>
        Join(Split(value).Select(cell => "b68fc09e3745d21a"[(int)cell]).Select(digit => Convert.ToUInt64(digit.ToString(), 16)));

    private static ulong Sub1(ulong value) =>
        Join(Split(value).Select(cell => "ade6f735980cb124"[(int)cell]).Select(digit => Convert.ToUInt64(digit.ToString(), 16)));

    private static ulong TweakCellRot(ulong cell)
    {
        ulong b0 = cell & 1, b1 = cell >> 1 & 1, b2 = cell >> 2 & 1, b3 = cell >> 3 & 1;
        return (b0 ^ b1) << 3 | b3 << 2 | b2 << 1 | b1;
    }

    private static ulong TweakShuffle(ulong value)
    {
        ulong[] c = Split(value);
        return Join(
        [
            c[4], c[5], TweakCellRot(c[6]), c[7], TweakCellRot(c[11]), c[2], c[3], TweakCellRot(c[8]),
            c[12], c[13], c[14], TweakCellRot(c[15]), TweakCellRot(c[0]), c[1], TweakCellRot(c[10]), TweakCellRot(c[9]),
        ]);
    }
}
