namespace CcaEmu.Campaign.Oracle;

/// <summary>Instruction words of the harness, written out by hand: the harness must not lean on the table that it tests.</summary>
internal static class Words
{
    public const uint Svc = 0xD400_0001;
    public const uint Ret = 0xD65F_03C0;
    public const uint Clrex = 0xD503_3F5F;
    public const uint Nop = 0xD503_201F;

    private const uint NzcvField = 0x5A10 << 5, FpcrField = 0x5A20 << 5, FpsrField = 0x5A21 << 5;

    public static uint Movz(int d, ulong value, int part) => 0xD280_0000 | (uint)part << 21 | (uint)(value >> 16 * part & 0xFFFF) << 5 | (uint)d;

    public static uint Movk(int d, ulong value, int part) => Movz(d, value, part) | 1u << 29;

    public static uint AddImm(int d, int n, int imm) => 0x9100_0000 | (uint)imm << 10 | (uint)n << 5 | (uint)d;

    public static uint SubImm(int d, int n, int imm) => 0xD100_0000 | (uint)imm << 10 | (uint)n << 5 | (uint)d;

    public static uint Ldr(int t, int n, int offset) => 0xF940_0000 | (uint)(offset / 8) << 10 | (uint)n << 5 | (uint)t;

    public static uint Str(int t, int n, int offset) => 0xF900_0000 | (uint)(offset / 8) << 10 | (uint)n << 5 | (uint)t;

    public static uint Ldp(int t, int u, int n, int offset) => Pair(0xA940_0000, t, u, n, offset / 8);

    public static uint Stp(int t, int u, int n, int offset) => Pair(0xA900_0000, t, u, n, offset / 8);

    public static uint LdpQ(int t, int u, int n, int offset) => Pair(0xAD40_0000, t, u, n, offset / 16);

    public static uint StpQ(int t, int u, int n, int offset) => Pair(0xAD00_0000, t, u, n, offset / 16);

    public static uint ReadNzcv(int t) => 0xD530_0000 | NzcvField | (uint)t;

    public static uint WriteNzcv(int t) => 0xD510_0000 | NzcvField | (uint)t;

    public static uint ReadFpcr(int t) => 0xD530_0000 | FpcrField | (uint)t;

    public static uint WriteFpcr(int t) => 0xD510_0000 | FpcrField | (uint)t;

    public static uint ReadFpsr(int t) => 0xD530_0000 | FpsrField | (uint)t;

    public static uint WriteFpsr(int t) => 0xD510_0000 | FpsrField | (uint)t;

    public static uint Br(int n) => 0xD61F_0000 | (uint)n << 5;

    public static uint B(ulong from, ulong to) => 0x1400_0000 | (uint)((long)(to - from) >> 2) & 0x3FF_FFFF;

    public static uint Cbnz(int t, ulong from, ulong to) => 0xB500_0000 | ((uint)((long)(to - from) >> 2) & 0x7_FFFF) << 5 | (uint)t;

    public static uint Adr(int d, int offset) => 0x1000_0000 | (uint)(offset & 3) << 29 | ((uint)(offset >> 2) & 0x7_FFFF) << 5 | (uint)d;

    private static uint Pair(uint opcode, int t, int u, int n, int scaled) =>
        opcode | ((uint)scaled & 0x7F) << 15 | (uint)u << 10 | (uint)n << 5 | (uint)t;
}
