using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Interrupts;

/// <summary>The host's own use of the GIC on one PE: what it lets interrupt a realm, and taking note of it.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Software programming". Interrupts are enabled so that they end a realm's turn and wake the PE; with
/// PSTATE.I set they are never taken as exceptions at Non-secure EL2, but found by <see cref="Drain"/>. The lines of the timers and of the
/// maintenance interrupt are levels: the host sees to their cause, not to the interrupt.
/// </remarks>
/// <param name="cpus">Which PE is executing.</param>
internal sealed class HostGic(HostCpus cpus)
{
    /// <summary>The software generated interrupt by which one PE has another look at its virtual CPUs.</summary>
    public const int Kick = 1;

    /// <summary>The EL2 physical timer, by which the host limits a wait.</summary>
    public const int HostTimer = 26;

    private const ulong GICD_CTLR = 0x0000, ISENABLER0 = 0x1_0100, ICENABLER0 = 0x1_0180, RedistributorBytes = 0x2_0000;
    private const uint AffinityRouting = 1 << 4, EnableGroup1 = 1 << 1;
    private const int Monitors = 23, Maintenance = 25, VirtualTimer = 27, PhysicalTimer = 30;
    private const ulong LowestMask = 0xF0;
    private const uint FirstSpecial = 1020;
    private const int DrainLimit = 64;

    /// <summary>Enables what the host uses. EL3 has given it these interrupts, and woken the PE's redistributor.</summary>
    /// <returns>Whether the GIC is there.</returns>
    public bool TryStart()
    {
        const uint used = 1u << Kick | 1u << Monitors | 1u << Maintenance | 1u << HostTimer | 1u << VirtualTimer | 1u << PhysicalTimer;
        ulong redistributor = FvpMemoryMap.GicRedistributors + (ulong)cpus.Pe.Index * RedistributorBytes;
        if (!TryWrite(FvpMemoryMap.GicDistributor + GICD_CTLR, AffinityRouting | EnableGroup1) || !TryWrite(redistributor + ISENABLER0, used))
            return false;
        cpus.Pe[SystemRegister.ICC_PMR_EL1] = LowestMask;
        cpus.Pe[SystemRegister.ICC_IGRPEN1_EL1] = 1;
        return true;
    }

    /// <summary>Acknowledges and ends everything that is pending.</summary>
    public void Drain()
    {
        for (int i = 0; i < DrainLimit; i++)
        {
            ulong id = cpus.Pe[SystemRegister.ICC_IAR1_EL1];
            if (id >= FirstSpecial)
                return;
            cpus.Pe.Charge(HypervisorCosts.Interrupt);
            if (id == HostTimer)
                cpus.Pe[SystemRegister.CNTHP_CTL_EL2] = 0;
            cpus.Pe[SystemRegister.ICC_EOIR1_EL1] = id;
        }
    }

    /// <summary>Sends <see cref="Kick"/> to a PE, which wakes up from a wait, or comes out of its guest.</summary>
    /// <param name="affinity">MPIDR_EL1 of that PE.</param>
    public void SendKick(ulong affinity)
    {
        ulong target = 1UL << (int)(affinity & 0xF) | (affinity & 0xFF00) << 8 | (affinity & 0xFF_0000) << 16;
        cpus.Pe[SystemRegister.ICC_SGI1R_EL1] = target | (ulong)Kick << 24;
        cpus.Pe.Charge(HypervisorCosts.Interrupt);
    }

    /// <summary>Lets the EL1 timers' lines interrupt the PE, or not.</summary>
    /// <param name="masksVirtual">Not the virtual timer's.</param>
    /// <param name="masksPhysical">Not the physical timer's.</param>
    public void EnableTimers(bool masksVirtual, bool masksPhysical)
    {
        uint masked = (masksVirtual ? 1u << VirtualTimer : 0) | (masksPhysical ? 1u << PhysicalTimer : 0);
        ulong redistributor = FvpMemoryMap.GicRedistributors + (ulong)cpus.Pe.Index * RedistributorBytes;
        TryWrite(redistributor + ICENABLER0, masked);
        TryWrite(redistributor + ISENABLER0, (1u << VirtualTimer | 1u << PhysicalTimer) & ~masked);
    }

    /// <summary>Sets the host's timer.</summary>
    /// <param name="count">Value of the system counter at which it interrupts.</param>
    public void SetTimer(ulong count)
    {
        cpus.Pe[SystemRegister.CNTHP_CVAL_EL2] = count;
        cpus.Pe[SystemRegister.CNTHP_CTL_EL2] = CNTx_CTL.ENABLE;
    }

    private bool TryWrite(ulong address, uint value) => cpus.Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 4, value).Ok;
}
