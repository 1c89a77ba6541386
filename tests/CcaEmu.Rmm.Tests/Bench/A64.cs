namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>The few A64 words that guests of these tests are made of.</summary>
internal static class A64
{
    public const uint Smc = 0xD400_0003;
    public const uint Hvc = 0xD400_0002;
    public const uint Wfi = 0xD503_207F;
    public const uint Wfe = 0xD503_205F;
    public const uint Nop = 0xD503_201F;

    /// <summary>B . - endless.</summary>
    public const uint Stop = 0x1400_0000;

    /// <summary>MOVZ Xd, #imm16, LSL #(16 * part).</summary>
    public static uint Movz(int d, int imm16, int part = 0) => 0xD280_0000 | (uint)part << 21 | (uint)imm16 << 5 | (uint)d;

    /// <summary>MOVK Xd, #imm16, LSL #(16 * part).</summary>
    public static uint Movk(int d, int imm16, int part = 0) => 0xF280_0000 | (uint)part << 21 | (uint)imm16 << 5 | (uint)d;

    /// <summary>LDR Xt, [Xn].</summary>
    public static uint Ldr(int t, int n) => 0xF940_0000 | (uint)n << 5 | (uint)t;

    /// <summary>STR Xt, [Xn].</summary>
    public static uint Str(int t, int n) => 0xF900_0000 | (uint)n << 5 | (uint)t;

    /// <summary>LDR Xt, [Xn, #offset].</summary>
    public static uint Ldr(int t, int n, int offset) => Ldr(t, n) | (uint)(offset / 8) << 10;

    /// <summary>STR Xt, [Xn, #offset].</summary>
    public static uint Str(int t, int n, int offset) => Str(t, n) | (uint)(offset / 8) << 10;

    /// <summary>STRH Wt, [Xn].</summary>
    public static uint Strh(int t, int n) => 0x7900_0000 | (uint)n << 5 | (uint)t;

    /// <summary>LDRSB Wt, [Xn].</summary>
    public static uint LdrsbW(int t, int n) => 0x39C0_0000 | (uint)n << 5 | (uint)t;

    /// <summary>LDRSH Xt, [Xn].</summary>
    public static uint LdrshX(int t, int n) => 0x7980_0000 | (uint)n << 5 | (uint)t;

    /// <summary>LDR Xt, [Xn], #8: no instruction syndrome.</summary>
    public static uint LdrPost(int t, int n) => 0xF840_8400 | (uint)n << 5 | (uint)t;

    /// <summary>MOV Xd, Xm.</summary>
    public static uint Mov(int d, int m) => 0xAA00_03E0 | (uint)m << 16 | (uint)d;

    /// <summary>BR Xn.</summary>
    public static uint Br(int n) => 0xD61F_0000 | (uint)n << 5;

    /// <summary>MRS Xt, S(op0)_(op1)_C(n)_C(m)_(op2).</summary>
    public static uint Mrs(int t, int op0, int op1, int crn, int crm, int op2) =>
        0xD530_0000 | Register(op0, op1, crn, crm, op2) | (uint)t;

    /// <summary>MSR S(op0)_(op1)_C(n)_C(m)_(op2), Xt.</summary>
    public static uint Msr(int op0, int op1, int crn, int crm, int op2, int t) =>
        0xD510_0000 | Register(op0, op1, crn, crm, op2) | (uint)t;

    /// <summary>Loads a constant of up to 64 bits.</summary>
    public static uint[] Load(int d, ulong value)
    {
        var words = new List<uint> { Movz(d, (int)(value & 0xFFFF)) };
        for (int part = 1; part < 4; part++)
        {
            int piece = (int)(value >> (16 * part)) & 0xFFFF;
            if (piece != 0)
                words.Add(Movk(d, piece, part));
        }
        return [.. words];
    }

    /// <summary>Loads X0 and up and makes an SMC.</summary>
    public static uint[] Call(params ReadOnlySpan<ulong> x)
    {
        var words = new List<uint>();
        for (int i = 0; i < x.Length; i++)
            words.AddRange(Load(i, x[i]));
        words.Add(Smc);
        return [.. words];
    }

    /// <summary>
    /// Tells the test X0 to X7: stores them at <see cref="TestRealm.Data"/> as gprs 0 to 7 of a host call, and makes it.
    /// </summary>
    public static uint[] Report() =>
    [
        .. Load(29, TestRealm.Data),
        .. Enumerable.Range(0, 8).Select(i => Str(i, 29, 8 + i * 8)),
        .. Load(0, (ulong)Arm.Rsi.RsiCommand.HostCall),
        Mov(1, 29),
        Smc,
    ];

    private static uint Register(int op0, int op1, int crn, int crm, int op2) =>
        (uint)(op0 & 1) << 19 | (uint)op1 << 16 | (uint)crn << 12 | (uint)crm << 8 | (uint)op2 << 5;
}
