namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Little A64 programs of realms.</summary>
internal static class A64
{
    /// <summary>SMC #0.</summary>
    private const uint Smc = 0xD400_0003;

    /// <summary>MOV X1, X20: what <see cref="Times"/> counts.</summary>
    public const uint CountToX1 = 0xAA14_03E1;

    /// <summary>A call: W0 and the registers from X1 on, each below 2^32.</summary>
    public static uint[] Call(params ReadOnlySpan<uint> x)
    {
        var words = new List<uint>();
        for (int i = 0; i < x.Length; i++)
            words.AddRange(Move(i, x[i]));
        return [.. words, Smc];
    }

    /// <summary>The same so many times; X20 counts.</summary>
    public static uint[] Times(uint count, uint[] body) =>
    [
        .. Move(20, count), .. body,
        0xF100_0694, // SUBS X20, X20, #1
        0x5400_0001 | Back(body.Length + 1) << 5, // B.NE
    ];

    /// <summary>The same again as long as W0 is a value.</summary>
    public static uint[] WhileW0Is(uint value, uint[] body) =>
    [
        .. body,
        0x7100_001F | value << 10, // CMP W0, #value
        0x5400_0000 | Back(body.Length + 1) << 5, // B.EQ
    ];

    /// <summary>The same for ever.</summary>
    public static uint[] Loop(uint[] body) => [.. body, 0x1400_0000 | (uint)-body.Length & 0x3FF_FFFF];

    private static uint Back(int words) => (uint)-words & 0x7_FFFF;

    // MOVZ and MOVK.
    private static uint[] Move(int d, uint value) => [0xD280_0000 | (value & 0xFFFF) << 5 | (uint)d, 0xF2A0_0000 | value >> 16 << 5 | (uint)d];
}
