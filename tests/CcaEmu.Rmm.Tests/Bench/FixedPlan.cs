using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Splits one command always in the same way, and no other.</summary>
internal sealed class FixedPlan(RmiCommand command, OperationPlan plan) : OperationPolicy(SroMode.Spec, 0)
{
    /// <summary>REC_CREATE asks for pages, then for one continuation.</summary>
    public static RmmOptions RecCreate(int pages, bool contiguous = false) => new()
    {
        OperationPolicy = new FixedPlan(RmiCommand.RecCreate, new OperationPlan
        {
            Donations = [new DonationRequirements(3, pages, contiguous, IsUndelegated: false)],
        }),
    };

    /// <summary>A command that takes effect with the second continuation.</summary>
    public static RmmOptions TwoSteps(RmiCommand command) =>
        new() { OperationPolicy = new FixedPlan(command, new OperationPlan { Steps = 1 }) };

    public override OperationPlan? PlanFor(RmiHandler handler, RmiCall call) => handler.Command == command ? plan : null;
}
