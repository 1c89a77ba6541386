namespace CcaEmu.Hypervisor.Vmm;

/// <summary>Why the VMM ended a run.</summary>
/// <param name="Kind">How it counts.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record RunEnd(RealmOutcomeKind Kind, string Summary)
{
    /// <summary>The host or the RMM failed.</summary>
    /// <param name="doing">What was being done, as a noun.</param>
    /// <param name="failure">How it failed.</param>
    public static RunEnd HostError(string doing, HostResult failure) =>
        new(RealmOutcomeKind.HostError, $"{doing} failed: {failure.Message}.");
}
