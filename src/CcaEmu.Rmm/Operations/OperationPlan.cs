using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Operations;

/// <summary>How a command is split.</summary>
internal sealed record OperationPlan
{
    /// <summary>Memory to ask for, one request after the other.</summary>
    public IReadOnlyList<DonationRequirements> Donations { get; init; } = [];

    /// <summary>Memory to give back before the command takes effect.</summary>
    public IReadOnlyList<AddressRangeDescriptor> Returns { get; init; } = [];

    /// <summary>Continuations that do nothing yet.</summary>
    public int Steps { get; init; }

    /// <summary>Descriptors that one OP_MEM_RECLAIM gives at most.</summary>
    public int ReclaimLimit { get; init; } = int.MaxValue;
}
