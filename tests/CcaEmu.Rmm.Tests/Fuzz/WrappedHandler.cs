using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Tests.Fuzz;

/// <summary>A command's handler with other conditions, or another effect.</summary>
/// <param name="inner">The handler.</param>
/// <param name="conditions">Its conditions, changed.</param>
/// <param name="effect">Its effect: the call, and what the command really does.</param>
internal sealed class WrappedHandler(RmiHandler inner, IReadOnlyList<RmiCondition> conditions, Func<RmiCall, Func<RmiResult>, RmiResult> effect)
    : RmiHandler(inner.Command, conditions, [.. inner.Footprints])
{
    public override bool ContinuesOperation => inner.ContinuesOperation;

    public override bool ReturnsAfterwards => inner.ReturnsAfterwards;

    public override bool KeepsAnyMemory(RmiCall call) => inner.KeepsAnyMemory(call);

    public override IReadOnlyList<DonationRequirements> MemoryNeeded(RmiCall call) => inner.MemoryNeeded(call);

    public override IReadOnlyList<AddressRangeDescriptor> MemoryReturned(RmiCall call) => inner.MemoryReturned(call);

    public override void Begun(RmiCall call) => inner.Begun(call);

    public override void Released(RmiCall call) => inner.Released(call);

    protected override RmiResult Apply(RmiCall call) => effect(call, () => inner.TakeEffect(call));
}
