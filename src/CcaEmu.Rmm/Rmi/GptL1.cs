using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// RMI_GPT_L1_CREATE: has the monitor make a level 1 GPT in memory that the host donates. Where the monitor has made all of them at boot
/// there is always one already.
/// </summary>
/// <remarks>A table needs memory, so an RMM that never asks for any cannot unfold a block.</remarks>
internal sealed class GptL1Create() : RmiHandler(RmiCommand.GptL1Create,
[
    RmmActive,
    .. GptL1.Address,
    RmiCondition.When("gpt_state", RmiStatus.ErrorGpt, call => !call.Rmm.Gpt.IsDynamic || GptL1.IsTable(call)),
    RmiCondition.When("unfold_denied", RmiStatus.ErrorGlobal, call =>
        !call.Rmm.Gpt.IsUnfoldable(call[1]) || call.Rmm.Operations.Policy.Mode == SroMode.Off),
    RmiCondition.Refused("table_exists", RmiStatus.ErrorGpt, FirmeStatus.Exists),
    RmiCondition.Refused("unfold_refused", RmiStatus.ErrorGlobal, FirmeStatus.Denied),
    RmiCondition.Refused("table_refused", RmiStatus.ErrorInput),
], Footprint.Gpt(1))
{
    public override IReadOnlyList<(string Name, string Reason)> OutOfReach =>
        [("operation", "a command that needs memory is always an operation unless the RMM never asks for any, which is unfold_denied")];

    public override IReadOnlyList<DonationRequirements> MemoryNeeded(RmiCall call) =>
    [
        new DonationRequirements(
            RttGeometry.LastLevel, (int)(call.Rmm.Features.Level1GptBytes / call.Rmm.GranuleBytes), IsContiguous: true,
            IsUndelegated: true),
    ];

    protected override RmiResult Apply(RmiCall call) => call.Operation is null ? RmiStatus.ErrorGlobal : call.Defer(() => Run(call));

    private async Script Run(RmiCall call)
    {
        List<AddressRangeDescriptor> donated = call.Operation!.Donated;
        var create = new SmcCall((ulong)FirmeCommand.GmL1Create, call[1], donated[0].Address);
        var status = (FirmeStatus)(long)(await call.RmmPe.Script.Smc(create)).X0;
        if (status == FirmeStatus.Success)
        {
            call.Rmm.Gpt.Add(call[1], donated[0].Address);
            donated.Clear();
        }
        call.Finish(ResultOf(status));
    }
}

/// <summary>
/// RMI_GPT_L1_DESTROY: has the monitor put the block back where a level 1 GPT is homogeneous; the memory of the table goes back to the host.
/// </summary>
internal sealed class GptL1Destroy() : RmiHandler(RmiCommand.GptL1Destroy,
[
    RmmActive,
    .. GptL1.Address,
    RmiCondition.When("entry_state", RmiStatus.ErrorInput, call => !call.Rmm.Gpt.IsDestroyable(call[1])),
    RmiCondition.When("gpt_l1_homo", RmiStatus.ErrorInput, call => !IsHomogeneous(call)),
    RmiCondition.Refused("fold_refused", RmiStatus.ErrorInput),
], Footprint.Gpt(1))
{
    public override bool ReturnsAfterwards => true;

    protected override RmiResult Apply(RmiCall call) => call.Defer(() => Run(call));

    private async Script Run(RmiCall call)
    {
        SmcCall destroyed = await call.RmmPe.Script.Smc(new SmcCall((ulong)FirmeCommand.GmL1Destroy, call[1]));
        var status = (FirmeStatus)(long)destroyed.X0;
        if (status == FirmeStatus.Success)
        {
            call.Operation!.Donated.Add(new AddressRangeDescriptor(
                call.Rmm.Gpt.MemoryOf(call[1]), RttGeometry.LastLevel,
                (int)(call.Rmm.Features.Level1GptBytes / call.Rmm.GranuleBytes), IsUndelegated: true));
            call.Rmm.Gpt.Remove(call[1]);
        }
        call.Finish(ResultOf(status));
    }

    // As far as the RMM knows: what other worlds have made of their granules only the monitor sees.
    private static bool IsHomogeneous(RmiCall call)
    {
        ulong memory = call.Rmm.Gpt.MemoryOf(call[1]);
        ulong end = call[1] + call.Rmm.Features.Level0GptEntrySize;
        for (ulong granule = call[1]; granule < end; granule += call.Rmm.GranuleBytes)
        {
            if (granule - memory >= call.Rmm.Features.Level1GptBytes && call.Rmm.Granules[granule] != GranuleState.Undelegated)
                return false;
        }
        return true;
    }
}

/// <summary>What the two commands have in common.</summary>
internal static class GptL1
{
    /// <summary>X1 is the first address of a level 0 entry.</summary>
    public static RmiCondition[] Address { get; } =
    [
        RmiCondition.When("addr_bound", RmiStatus.ErrorInput, call => call[1] >= call.Rmm.PhysicalLimit),
        RmiCondition.When("addr_align", RmiStatus.ErrorInput, call => (call[1] & (call.Rmm.Features.Level0GptEntrySize - 1)) != 0),
    ];

    /// <summary>Whether an entry of DRAM is a table: one that boot has not left as a block, or that has been made since.</summary>
    public static bool IsTable(RmiCall call) =>
        call.Rmm.Granules.Tracking.HasMemory(call[1]) && call.Rmm.Gpt.HasTable(call[1]);
}
