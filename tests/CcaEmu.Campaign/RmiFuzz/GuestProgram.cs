namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>What RECs run, at IPA 0: the call in X0 to X7 of REC_CREATE, and then what the host asks for in the answers to host calls.</summary>
/// <remarks>
/// The host's gprs 0 to 7 become X0 to X7; gpr 8 says what to do: 0 SMC, 1 load from [X1], 2 store to [X1], 3 branch to X1, 4 WFI, more: count down.
/// </remarks>
internal static class GuestProgram
{
    private const int HostCall = 0x400;
    private const int Vectors = 0x800;
    private const uint Smc = 0xD400_0003;

    /// <summary>What gpr 8 can say.</summary>
    public const int Requests = 6;

    /// <summary>The words of its page.</summary>
    public static ulong[] Words()
    {
        var code = new List<uint>
        {
            Movz(28, Vectors), 0xD518_C000 | 28, // MSR VBAR_EL1, X28
            Smc,
        };
        int loop = code.Count;
        code.Add(Movz(20, HostCall));
        for (int i = 0; i < 8; i++)
            code.Add(0xF900_0000 | (uint)(1 + i) << 10 | 20u << 5 | (uint)i); // STR Xi, [X20, #8 + 8i]
        code.Add(Movz(0, 0x0199));
        code.Add(0xF2A0_0000 | 0xC400u << 5); // MOVK X0, #0xC400, LSL #16
        code.Add(0xAA00_03E0 | 20u << 16 | 1); // MOV X1, X20
        code.Add(Smc);
        code.Add(0xF940_0000 | 9u << 10 | 20u << 5 | 9); // LDR X9, [X20, #72]
        for (int i = 0; i < 8; i++)
            code.Add(0xF940_0000 | (uint)(1 + i) << 10 | 20u << 5 | (uint)i);
        uint[] requests = [Smc, 0xF940_0020, 0xF900_0022, 0xD61F_0020, 0xD503_207F];
        foreach (uint request in requests)
        {
            code.Add(0xB500_0009 | 3u << 5); // CBNZ X9, past the next two
            code.Add(request);
            code.Add(Branch(code.Count, loop));
            code.Add(0xD100_0529); // SUB X9, X9, #1
        }
        code.Add(0xB500_0009 | 2u << 5); // CBNZ X9, past the next
        code.Add(Branch(code.Count, loop));
        code.Add(0xD100_0529);
        code.Add(Branch(code.Count, code.Count - 3));
        var page = new uint[1024];
        code.CopyTo(page);
        page[(Vectors + 0x200) / 4] = Movz(0, 0xE);
        page[(Vectors + 0x200) / 4 + 1] = Branch((Vectors + 0x200) / 4 + 1, loop);
        return [.. Enumerable.Range(0, 512).Select(i => page[2 * i] | (ulong)page[2 * i + 1] << 32)];
    }

    private static uint Movz(int d, int value) => 0xD280_0000 | (uint)value << 5 | (uint)d;

    private static uint Branch(int from, int to) => 0x1400_0000 | ((uint)(to - from) & 0x3FF_FFFF);
}
