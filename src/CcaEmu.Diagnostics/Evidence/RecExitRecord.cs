using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>One pass of RMI_REC_ENTER: what the host asked for, and what came out.</summary>
/// <remarks>The log uses it again when the exit is no longer among the last: it is to be read while the machine does not run.</remarks>
public sealed class RecExitRecord
{
    /// <summary>How many list registers are kept.</summary>
    internal const int ListRegisterCount = 4;

    private readonly ulong[] _listRegisters = new ulong[ListRegisterCount];

    /// <summary>The REC.</summary>
    public ulong Rec { get; internal set; }

    /// <summary>Its run page.</summary>
    public ulong RunPage { get; internal set; }

    /// <summary>Enter flags as they were at the call.</summary>
    public RmiRecEnterFlags Flags { get; internal set; }

    /// <summary>Why it exited; null where the call was refused or the page could not be read.</summary>
    public RecExit? Exit { get; internal set; }

    /// <summary>PC of the guest at the exit, from the exception that made it; null where there was none.</summary>
    public ulong? GuestPc { get; internal set; }

    /// <summary>SYNC: full IPA of the access where the exit gives it; else 0.</summary>
    public ulong FaultIpa { get; internal set; }

    /// <summary>SYNC write: the value in gprs[0].</summary>
    public ulong Data { get; internal set; }

    /// <summary>CNTV_CTL_EL0 as the exit shows it.</summary>
    public ulong CntvCtl { get; internal set; }

    /// <summary>CNTP_CTL_EL0 as the exit shows it.</summary>
    public ulong CntpCtl { get; internal set; }

    /// <summary>ICH_LR0_EL2 to ICH_LR3_EL2 after the exit.</summary>
    public IReadOnlyList<ulong> ListRegisters => _listRegisters;

    /// <summary>ICH_VMCR_EL2 after the exit.</summary>
    public ulong Vmcr { get; internal set; }

    /// <summary>ICH_AP1R0_EL2 after the exit.</summary>
    public ulong ActivePriorities { get; internal set; }

    /// <summary>Instructions that the PE retired while it ran.</summary>
    public ulong Instructions { get; internal set; }

    /// <summary>When it exited.</summary>
    public ulong ModelledCycles { get; internal set; }

    /// <summary>VTCR_EL2 while the guest ran; 0 where no exception of the guest made the exit.</summary>
    public ulong Vtcr { get; internal set; }

    /// <summary>Takes <see cref="ListRegisters"/>.</summary>
    internal Span<ulong> ListRegistersToSet => _listRegisters;

    /// <summary>Whether two exits are the same event again: reason, syndrome, address and PC.</summary>
    /// <param name="other">Another exit.</param>
    public bool Repeats(RecExitRecord other) => Rec == other.Rec && Exit == other.Exit && GuestPc == other.GuestPc && FaultIpa == other.FaultIpa;

    /// <summary>Becomes the same as another.</summary>
    /// <param name="other">The other.</param>
    internal void CopyFrom(RecExitRecord other)
    {
        (Rec, RunPage, Flags, Exit, GuestPc) = (other.Rec, other.RunPage, other.Flags, other.Exit, other.GuestPc);
        (FaultIpa, Data, CntvCtl, CntpCtl) = (other.FaultIpa, other.Data, other.CntvCtl, other.CntpCtl);
        other._listRegisters.CopyTo(_listRegisters, 0);
        (Vmcr, ActivePriorities, Instructions, ModelledCycles, Vtcr) = (other.Vmcr, other.ActivePriorities, other.Instructions, other.ModelledCycles, other.Vtcr);
    }
}
