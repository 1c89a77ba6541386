using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <summary>What EL3 sets up of the GIC before it enters the worlds: affinity routing, groups, and the CPU interface of each PE.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Software programming". As Trusted Firmware-A leaves it: every interrupt is the Non-secure state's, but for
/// SGIs 8 to 15 and the Secure timer's PPI 29, which are Secure Group 1. What is not the Non-secure state's is routed to EL3 where somebody handles it there (<see cref="SecureInterrupts"/>).
/// </remarks>
internal static class InterruptSetup
{
    private const ulong GICD_CTLR = 0x0000, GICD_TYPER = 0x0004, IGROUPR = 0x0080, IPRIORITYR = 0x0400, IGRPMODR = 0x0D00;
    private const ulong GICR_WAKER = 0x0014, SgiBase = 0x1_0000, RedistributorBytes = 0x2_0000;
    private const uint EnableGrp0 = 1 << 0, EnableGrp1NS = 1 << 1, EnableGrp1S = 1 << 2, AreSecure = 1 << 4, AreNonSecure = 1 << 5;
    private const uint SecurePrivate = 1u << 29 | 0xFF00;
    private const uint LowestNonSecurePriorities = 0xA0A0_A0A0;

    /// <summary>Sets the distributor up; once for the machine.</summary>
    public static void StartDistributor(ProcessingElement pe)
    {
        ulong at = FvpMemoryMap.GicDistributor;
        Write(pe, at + GICD_CTLR, AreSecure | AreNonSecure);
        uint blocks = (Read(pe, at + GICD_TYPER) & 0x1F) + 1;
        for (uint block = 1; block < blocks; block++)
        {
            Write(pe, at + IGROUPR + 4 * block, uint.MaxValue);
            Write(pe, at + IGRPMODR + 4 * block, 0);
            for (uint word = 0; word < 8; word++)
                Write(pe, at + IPRIORITYR + 32 * block + 4 * word, LowestNonSecurePriorities);
        }
        Write(pe, at + GICD_CTLR, AreSecure | AreNonSecure | EnableGrp0 | EnableGrp1S | EnableGrp1NS);
    }

    /// <summary>Wakes the redistributor of a PE and sets its private interrupts and CPU interface up.</summary>
    public static void StartPe(ProcessingElement pe)
    {
        ulong at = FvpMemoryMap.GicRedistributors + (ulong)pe.Index * RedistributorBytes;
        Write(pe, at + GICR_WAKER, 0);
        Write(pe, at + SgiBase + IGROUPR, ~SecurePrivate);
        Write(pe, at + SgiBase + IGRPMODR, SecurePrivate);
        for (uint word = 0; word < 8; word++)
            Write(pe, at + SgiBase + IPRIORITYR + 4 * word, LowestNonSecurePriorities);
        pe[SystemRegister.ICC_PMR_EL1] = 0xFF;
        pe[SystemRegister.ICC_IGRPEN0_EL1] = 1;
        pe[SystemRegister.ICC_IGRPEN1_EL3] |= 2; // Secure Group 1; the Non-secure one is the hypervisor's to enable
    }

    private static uint Read(ProcessingElement pe, ulong address)
    {
        MemoryResult result = pe.Physical.Read(new PhysicalAddress(address, Pas.Root), 4, out ulong value);
        return result.Ok ? (uint)value : throw new InvalidOperationException($"the monitor cannot read the GIC at 0x{address:x}");
    }

    private static void Write(ProcessingElement pe, ulong address, uint value)
    {
        if (!pe.Physical.Write(new PhysicalAddress(address, Pas.Root), 4, value).Ok)
            throw new InvalidOperationException($"the monitor cannot write the GIC at 0x{address:x}");
    }
}
