using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Run;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REC_ENTER: runs a REC until something concerns the host.</summary>
internal sealed class RecEnter() : RmiHandler(RmiCommand.RecEnter,
[
    RmmActive,
    .. HostPage("run", 2, abi => abi.RecEnter),
    .. RecAt(1),
    RmiCondition.When("enter_flags", RmiStatus.ErrorInput, call => (EnterFlags(call) & ~RmiRecEnterFlags.Known) != 0),
    RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call => Owner(call).State != RealmState.Active),
    RmiCondition.When("rec_running", RmiStatus.ErrorRec, call => call.Rec.State == RecState.Running),
    RmiCondition.When("rec_runnable", RmiStatus.ErrorRec, call => !call.Rec.IsRunnable),
    RmiCondition.When("rec_mmio", RmiStatus.ErrorRec, call =>
        (EnterFlags(call) & RmiRecEnterFlags.EmulMmio) != 0 && call.Rec.Abort != RecAbort.Emulatable),
    RmiCondition.When("rec_sea", RmiStatus.ErrorRec, call =>
        (EnterFlags(call) & RmiRecEnterFlags.InjectSea) != 0 && call.Rec.Abort == RecAbort.None),
    RmiCondition.When("rec_pending", RmiStatus.ErrorRec, call => call.Rec.Pending == RecPending.Psci),
    RmiCondition.When("rec_gicv3", RmiStatus.ErrorRec, call => !ListRegisters.AreValid(call.Pe)),
], Footprint.Granule("rec", 1), Footprint.RealmOf(1))
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.IsDeferred = true;
        call.RmmPe.Runner.Enter(call.Rec, Owner(call), call[2], EnterFlags(call), call.Page);
        return RmiResult.Success;
    }

    private static RmiRecEnterFlags EnterFlags(RmiCall call) =>
        (RmiRecEnterFlags)BinaryPrimitives.ReadUInt64LittleEndian(call.Page[RmiRecRunLayout.EnterFlags..]);

    private static Rd Owner(RmiCall call) => new(call.Memory, call.Rec.Owner);
}
