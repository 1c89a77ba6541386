using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Generation;

/// <summary>Full random states, biased to the values where mistakes show.</summary>
internal static class StateGenerator
{
    private const ulong Modes = 3UL << 22, FZ = 1UL << 24, DN = 1UL << 25, AHP = 1UL << 26, FZ16 = 1UL << 19;

    private const ulong FpsrFlags = 0x0800_009F;

    private static readonly ulong[] Boundaries =
    [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, ulong.MaxValue, ulong.MaxValue - 1, 0xFFFF_FFFF_8000_0000,
    ];

    private static readonly FloatFormat[] Formats = [FloatFormat.Half, FloatFormat.BFloat16, FloatFormat.Single, FloatFormat.Double];

    /// <summary>Fills a state in. X8 and SP point to the window's middle, X10 is a small index.</summary>
    /// <param name="rng">The source.</param>
    /// <param name="hasFp">Whether FPCR and FPSR exist.</param>
    /// <param name="state">Takes the state.</param>
    public static void Fill(Rng rng, bool hasFp, Span<ulong> state)
    {
        for (int x = 0; x <= 30; x++)
            state[x] = Integer(rng);
        state[8] = GuestLayout.WindowMiddle;
        state[9] = GuestLayout.WindowMiddle;
        state[10] = (ulong)rng.Below(8);
        state[28] = state[29] = 0;
        state[CaseState.Sp] = GuestLayout.WindowMiddle;
        state[CaseState.Nzcv] = (ulong)rng.Below(16) << 28;
        state[CaseState.Fpcr] = hasFp ? ControlRegister(rng) : 0;
        state[CaseState.Fpsr] = hasFp && rng.OneIn(2) ? rng.Next64() & FpsrFlags : 0;
        state[CaseState.Signal] = 0;
        // One number format for a whole state, mostly: an instruction sees numbers of its own format often enough.
        int theme = rng.Below(6);
        for (int v = 0; v < 64; v++)
            state[CaseState.V + v] = Lanes(rng, rng.OneIn(8) ? rng.Below(6) : theme);
        for (int m = CaseState.Window; m < CaseState.Words; m++)
            state[m] = rng.OneIn(4) ? Lanes(rng, theme) : rng.Next64();
    }

    /// <summary>An integer at some boundary, of any length, or random.</summary>
    public static ulong Integer(Rng rng) => rng.Below(4) switch
    {
        0 => Boundaries[rng.Below(Boundaries.Length)],
        1 => rng.Next64() << rng.Below(64) >> rng.Below(64),
        _ => rng.Next64(),
    };

    private static ulong ControlRegister(Rng rng)
    {
        if (rng.OneIn(3))
            return 0;
        ulong value = rng.Next64() & Modes;
        foreach (ulong bit in (ReadOnlySpan<ulong>)[FZ, DN, AHP, FZ16])
            value |= rng.OneIn(3) ? bit : 0;
        return value;
    }

    private static ulong Lanes(Rng rng, int theme)
    {
        if (theme == 4)
            return rng.Next64();
        if (theme == 5)
            return IntegerLanes(rng);
        FloatFormat format = Formats[theme];
        ulong lanes = 0;
        for (int shift = 0; shift < 64; shift += format.Bits)
            lanes |= format.Draw(rng) << shift;
        return lanes;
    }

    private static ulong IntegerLanes(Rng rng)
    {
        int bits = 8 << rng.Below(4);
        ulong mask = ulong.MaxValue >> (64 - bits), lanes = 0;
        for (int shift = 0; shift < 64; shift += bits)
            lanes |= (IntegerLane(rng, bits) & mask) << shift;
        return lanes;
    }

    private static ulong IntegerLane(Rng rng, int bits) => rng.Below(6) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => 1UL << (bits - 1),
        3 => (1UL << (bits - 1)) - 1,
        4 => (ulong)rng.Between(-9, 9),
        _ => rng.Next64(),
    };
}
