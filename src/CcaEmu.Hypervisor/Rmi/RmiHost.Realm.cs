using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

internal sealed partial class RmiHost
{
    /// <summary>RMI_REALM_CREATE. It may ask for memory.</summary>
    public Script<RmiReply> RealmCreate(ulong rd, ulong parameters, MemoryTransfer transfer) =>
        CallWithMemory(transfer, RmiCommand.RealmCreate, rd, parameters);

    /// <summary>RMI_REALM_ACTIVATE.</summary>
    public Script<RmiReply> RealmActivate(ulong rd) => Call(RmiCommand.RealmActivate, rd);

    /// <summary>RMI_REALM_TERMINATE.</summary>
    public Script<RmiReply> RealmTerminate(ulong rd) => CallToEnd(RmiCommand.RealmTerminate, rd);

    /// <summary>RMI_REALM_DESTROY. It may give memory back.</summary>
    public Script<RmiReply> RealmDestroy(ulong rd, MemoryTransfer transfer) => CallWithMemory(transfer, RmiCommand.RealmDestroy, rd);

    /// <summary>RMI_REC_CREATE. It may ask for memory.</summary>
    public Script<RmiReply> RecCreate(ulong rd, ulong rec, ulong parameters, MemoryTransfer transfer) =>
        CallWithMemory(transfer, RmiCommand.RecCreate, rd, rec, parameters);

    /// <summary>RMI_REC_DESTROY. It may give memory back.</summary>
    public Script<RmiReply> RecDestroy(ulong rec, MemoryTransfer transfer) => CallWithMemory(transfer, RmiCommand.RecDestroy, rec);

    /// <summary>RMI_REC_ENTER: returns at the next REC exit.</summary>
    public async Script<RmiReply> RecEnter(ulong rec, ulong runPage)
    {
        cpus.Pe.Charge(HypervisorCosts.GuestEnter);
        return await Call(RmiCommand.RecEnter, rec, runPage);
    }

    /// <summary>RMI_PSCI_COMPLETE: answers a PSCI call that names another REC.</summary>
    public Script<RmiReply> PsciComplete(ulong callingRec, ulong targetRec, PsciStatus status) =>
        Call(RmiCommand.PsciComplete, callingRec, targetRec, (ulong)(long)status);
}
