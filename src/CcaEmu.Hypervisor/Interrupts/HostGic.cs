using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Interrupts;

/// <summary>The host's own use of the GIC on one PE: what it lets interrupt a realm, and taking note of it.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Software programming". Interrupts are enabled so that they end a realm's turn and wake the PE; with
/// PSTATE.I set they are never taken as exceptions at Non-secure EL2, but found by <see cref="Drain"/>. The lines of the timers and of the
/// maintenance interrupt are levels: the host sees to their cause, not to the interrupt.
/// </remarks>
/// <param name="pe">The PE.</param>
internal sealed class HostGic(ProcessingElement pe)
{
    /// <summary>The EL2 physical timer, by which the host limits a wait.</summary>
    public const int HostTimer = 26;

    private const ulong GICD_CTLR = 0x0000, ISENABLER0 = 0x1_0100, RedistributorBytes = 0x2_0000;
    private const uint AffinityRouting = 1 << 4, EnableGroup1 = 1 << 1;
    private const int Maintenance = 25, VirtualTimer = 27, PhysicalTimer = 30;
    private const ulong LowestMask = 0xF0;
    private const uint FirstSpecial = 1020;
    private const int DrainLimit = 64;

    /// <summary>Enables what the host uses. EL3 has given it these interrupts, and woken the PE's redistributor.</summary>
    /// <returns>Whether the GIC is there.</returns>
    public bool TryStart()
    {
        const uint used = 1u << Maintenance | 1u << HostTimer | 1u << VirtualTimer | 1u << PhysicalTimer;
        ulong redistributor = FvpMemoryMap.GicRedistributors + (ulong)pe.Index * RedistributorBytes;
        if (!TryWrite(FvpMemoryMap.GicDistributor + GICD_CTLR, AffinityRouting | EnableGroup1) || !TryWrite(redistributor + ISENABLER0, used))
            return false;
        pe[SystemRegister.ICC_PMR_EL1] = LowestMask;
        pe[SystemRegister.ICC_IGRPEN1_EL1] = 1;
        return true;
    }

    /// <summary>Acknowledges and ends everything that is pending.</summary>
    public void Drain()
    {
        for (int i = 0; i < DrainLimit; i++)
        {
            ulong id = pe[SystemRegister.ICC_IAR1_EL1];
            if (id >= FirstSpecial)
                return;
            pe.Charge(HypervisorCosts.Interrupt);
            if (id == HostTimer)
                pe[SystemRegister.CNTHP_CTL_EL2] = 0;
            pe[SystemRegister.ICC_EOIR1_EL1] = id;
        }
    }

    /// <summary>Sets the host's timer.</summary>
    /// <param name="count">Value of the system counter at which it interrupts.</param>
    public void SetTimer(ulong count)
    {
        pe[SystemRegister.CNTHP_CVAL_EL2] = count;
        pe[SystemRegister.CNTHP_CTL_EL2] = CNTx_CTL.ENABLE;
    }

    private bool TryWrite(ulong address, uint value) => pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 4, value).Ok;
}
