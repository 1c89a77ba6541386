using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>One pass of RMI_REC_ENTER: what the host asked for, and what came out.</summary>
/// <param name="Rec">The REC.</param>
/// <param name="RunPage">Its run page.</param>
/// <param name="Flags">Enter flags as they were at the call.</param>
/// <param name="Exit">Why it exited; null where the call was refused or the page could not be read.</param>
/// <param name="GuestPc">PC of the guest at the exit, from the exception that made it; null where there was none.</param>
/// <param name="FaultIpa">SYNC: full IPA of the access where the exit gives it; else 0.</param>
/// <param name="Data">SYNC write: the value in gprs[0].</param>
/// <param name="CntvCtl">CNTV_CTL_EL0 as the exit shows it.</param>
/// <param name="CntpCtl">CNTP_CTL_EL0 as the exit shows it.</param>
/// <param name="ListRegisters">ICH_LR0_EL2 to ICH_LR3_EL2 after the exit.</param>
/// <param name="Vmcr">ICH_VMCR_EL2 after the exit.</param>
/// <param name="ActivePriorities">ICH_AP1R0_EL2 after the exit.</param>
/// <param name="Instructions">Instructions that the PE retired while it ran.</param>
/// <param name="ModelledCycles">When it exited.</param>
public sealed record RecExitRecord(
    ulong Rec, ulong RunPage, RmiRecEnterFlags Flags, RecExit? Exit, ulong? GuestPc, ulong FaultIpa, ulong Data, ulong CntvCtl, ulong CntpCtl,
    IReadOnlyList<ulong> ListRegisters, ulong Vmcr, ulong ActivePriorities, ulong Instructions, ulong ModelledCycles)
{
    /// <summary>VTCR_EL2 while the guest ran; 0 where no exception of the guest made the exit.</summary>
    public ulong Vtcr { get; init; }

    /// <summary>Whether two exits are the same event again: reason, syndrome, address and PC.</summary>
    /// <param name="other">Another exit.</param>
    public bool Repeats(RecExitRecord other) => Rec == other.Rec && Exit == other.Exit && GuestPc == other.GuestPc && FaultIpa == other.FaultIpa;
}
