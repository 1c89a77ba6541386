namespace CcaEmu.Benchmarks;

/// <summary>A64 loops over the pages of a <see cref="MappedMachine"/>; X4 counts down to WFI.</summary>
internal static class GuestLoops
{
    private const uint NextPage = 0x9B06_1CA5; // MADD X5, X5, X6, X7
    private const uint Mask = 0x8A09_00A8; // AND X8, X5, X9
    private const uint Address = 0x8B08_3148; // ADD X8, X10, X8, LSL #12
    private const uint Load = 0xF940_0500, Store = 0xF900_0900; // LDR X0, [X8, #8]; STR X0, [X8, #16]
    private const uint CountDown = 0xF100_0484, Wait = 0xD503_207F; // SUBS X4, X4, #1; WFI

    /// <summary>One load from a random page in each round.</summary>
    public static uint[] RandomLoads => Loop(NextPage, Mask, Address, Load);

    /// <summary>Sixteen loads and stores in each round, in one random page.</summary>
    public static uint[] LoadsAndStores => Loop([NextPage, Mask, Address, .. Enumerable.Repeat(new[] { Load, Store }, 8).SelectMany(pair => pair)]);

    /// <summary>TLBI VMALLE1 and a load in each round.</summary>
    public static uint[] InvalidateAndLoad => Loop(0xD508_871F, NextPage, Mask, Address, Load);

    /// <summary>TLBI VMALLE1 and a load from each of 64 pages in each round.</summary>
    public static uint[] InvalidateAndRefill =>
        Loop([0xD508_871F, 0xAA0C_03EA, .. Enumerable.Repeat(new[] { 0xF940_0140, 0x9140_054A }, 64).SelectMany(pair => pair)]); // MOV X10, X12

    /// <summary>A load from each page in turn.</summary>
    public static uint[] SequentialLoads => Loop(0xF940_0140, 0x9140_054A); // LDR X0, [X10]; ADD X10, X10, #1, LSL #12

    /// <summary>TLBI VAE1 of one page number after the other.</summary>
    public static uint[] InvalidateOneByOne => Loop(0xD508_8725, 0x9100_04A5); // TLBI VAE1, X5; ADD X5, X5, #1

    /// <summary>A load that faults and a handler at EL1 that goes on behind it, in each round; the vector table is at the handler minus 0x200.</summary>
    public static uint[] Faults => Loop(0xF940_0160); // LDR X0, [X11]

    /// <summary>MRS X9, ELR_EL1; ADD X9, X9, #4; MSR ELR_EL1, X9; ERET.</summary>
    public static uint[] FaultHandler => [0xD538_4029, 0x9100_1129, 0xD518_4029, 0xD69F_03E0];

    /// <summary>Sets the registers that the loops read.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="pageMask">Pages that are drawn from, less one: a power of two less one.</param>
    public static void SetUp(MappedMachine machine, ulong pageMask)
    {
        machine.Pe.X(5) = 1;
        machine.Pe.X(6) = 1109;
        machine.Pe.X(7) = 12345;
        machine.Pe.X(9) = pageMask;
        machine.Pe.X(12) = MappedMachine.VirtualBase + 0x20_0000;
        // Stores stay clear of the page that the instructions are in.
        machine.Pe.X(10) = MappedMachine.VirtualBase + (pageMask < MappedMachine.Pages / 2 ? 0x10_0000UL : 0x200);
    }

    private static uint[] Loop(params uint[] body) =>
        [.. body, CountDown, 0x5400_0001 | (uint)(-(body.Length + 1) & 0x7FFFF) << 5, Wait]; // B.NE
}
