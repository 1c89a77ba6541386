using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;

namespace CcaEmu.Rmm.Rmi;

/// <summary>What the commands on stateful operations have in common: X1 is the handle of one that is under way.</summary>
internal abstract class OperationHandler(RmiCommand command, params RmiCondition[] conditions)
    : RmiHandler(command, [Incomplete, .. conditions], [])
{
    /// <summary>The handle names an operation that is under way; it is noted in <see cref="RmiCall.Named"/>.</summary>
    public static RmiCondition Incomplete { get; } = RmiCondition.When("complete", RmiStatus.ErrorInput, call =>
        (call.Named = call.Rmm.Operations.Find(call[1])) is null);

    /// <summary>X2 is the address of a list in the host's memory.</summary>
    protected static RmiCondition[] List { get; } =
    [
        RmiCondition.When("list_align", RmiStatus.ErrorInput, call => (call[2] & 7) != 0),
        RmiCondition.When("list_pas", RmiStatus.ErrorInput, call => !call.Host.IsAccessible(call[2], call.Rmm.GranuleBytes)),
    ];

    public override bool ContinuesOperation => true;
}

/// <summary>RMI_OP_CONTINUE: the next step of an operation; the last one gives the outputs of the command that began it.</summary>
internal sealed class OpContinue() : OperationHandler(RmiCommand.OpContinue,
    RmiCondition.When("flags", RmiStatus.ErrorInput, call => ((RmiContinueFlags)call[2] & ~RmiContinueFlags.Stop) != 0))
{
    protected override RmiResult Apply(RmiCall call) =>
        call.Rmm.Operations.Continue(call.Named!, call, (RmiContinueFlags)call[2]);
}

/// <summary>RMI_OP_MEM_DONATE: gives an operation memory that it asks for. X1 says how many granules were taken.</summary>
internal sealed class OpMemDonate() : OperationHandler(RmiCommand.OpMemDonate,
[
    RmiCondition.When("mem_req", RmiStatus.ErrorInput, call => call.Named!.State != OperationState.Donating),
    RmiCondition.When("list_align", RmiStatus.ErrorInput, call => (call[2] & 7) != 0),
    RmiCondition.When("list_pas", RmiStatus.ErrorInput, call => !call.Donation.TryRead(call)),
    RmiCondition.When("mem_gt", RmiStatus.ErrorInput, call => call.Donation.IsTooMuch),
    RmiCondition.When("mem_contig", RmiStatus.ErrorInput, call => !call.Donation.IsContiguousAsWanted),
    RmiCondition.When("mem_align", RmiStatus.ErrorInput, call => !call.Donation.IsAligned),
    RmiCondition.When("mem_state", RmiStatus.ErrorInput, call => !call.Donation.IsFirstInState(call.Rmm.Granules)),
])
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.Return(1, call.Donation.Take(call, call.Named!));
        return OperationTable.Answer(call.Named!, call);
    }
}

/// <summary>RMI_OP_MEM_RECLAIM: takes memory back from an operation. X1 says how many descriptors were written.</summary>
internal sealed class OpMemReclaim() : OperationHandler(RmiCommand.OpMemReclaim,
[
    RmiCondition.When("mem_req", RmiStatus.ErrorInput, call => !call.Named!.OffersMemory),
    .. List,
])
{
    protected override RmiResult Apply(RmiCall call)
    {
        StatefulOperation operation = call.Named!;
        ulong room = (call.Rmm.GranuleBytes - (call[2] & (call.Rmm.GranuleBytes - 1))) / 8;
        int written = 0;
        foreach (AddressRangeDescriptor range in operation.Offer((int)Math.Min(call[3], room)))
        {
            if (!call.Host.TryWrite64(call[2] + (ulong)written * 8, call.Rmm.AddressRange.FromCanonical(range.Encode(call.Rmm.RmiGranule))))
                break;
            DonationList.SetState(call, range, range.IsUndelegated ? GranuleState.Undelegated : GranuleState.Delegated);
            written++;
        }
        operation.Reclaimed(written);
        call.Return(1, (ulong)written);
        return operation.Incomplete;
    }
}

/// <summary>RMI_OP_CANCEL: undoes an operation; memory that was donated to it comes back first.</summary>
/// <remarks>Where nothing has to come back the operation is over at once; else OP_CONTINUE ends the cancellation with SUCCESS.</remarks>
internal sealed class OpCancel() : OperationHandler(RmiCommand.OpCancel,
    RmiCondition.When("can_cancel", RmiStatus.ErrorInput, call => !call.Named!.CanCancel))
{
    protected override RmiResult Apply(RmiCall call) => call.Rmm.Operations.Cancel(call.Named!, call);
}
