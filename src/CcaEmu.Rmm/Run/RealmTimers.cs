using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Run;

/// <summary>Whether the two EL1 timers assert their output.</summary>
/// <remarks>
/// A timer that the host has seen asserting is masked at EL2, so that the Realm makes progress; a change of the output exits to
/// the host, which turns it into a virtual interrupt. RMM specification 2.0 (DEN0137), section "Realm timers".
/// </remarks>
/// <param name="Physical">Output of the physical timer.</param>
/// <param name="Virtual">Output of the virtual timer.</param>
internal readonly record struct RealmTimers(bool Physical, bool Virtual)
{
    /// <summary>As the last exit showed them.</summary>
    public static RealmTimers Seen(Rec rec) =>
        new(IsAsserted(rec[SystemRegister.CNTP_CTL_EL0]), IsAsserted(rec[SystemRegister.CNTV_CTL_EL0]));

    /// <summary>As they are now.</summary>
    public static RealmTimers Now(ProcessingElement pe) =>
        new(IsAsserted(pe[SystemRegister.CNTP_CTL_EL0]), IsAsserted(pe[SystemRegister.CNTV_CTL_EL0]));

    /// <summary>CNTHCTL_EL2 for running with these outputs seen.</summary>
    public ulong Control =>
        CNTHCTL_EL2.EL1PCTEN | CNTHCTL_EL2.EL1PCEN | (Physical ? CNTHCTL_EL2.CNTPMASK : 0) | (Virtual ? CNTHCTL_EL2.CNTVMASK : 0);

    private static bool IsAsserted(ulong control) =>
        (control & (CNTx_CTL.ENABLE | CNTx_CTL.ISTATUS | CNTx_CTL.IMASK)) == (CNTx_CTL.ENABLE | CNTx_CTL.ISTATUS);
}
