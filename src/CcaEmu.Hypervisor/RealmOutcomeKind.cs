namespace CcaEmu.Hypervisor;

/// <summary>How the run of a realm ended.</summary>
public enum RealmOutcomeKind
{
    /// <summary>The guest turned itself off and reported no failure.</summary>
    Passed,

    /// <summary>The guest reported a failure, or reset itself.</summary>
    Failed,

    /// <summary>The guest did something after which it cannot go on.</summary>
    Faulted,

    /// <summary>The host or the RMM failed, whatever the guest did.</summary>
    HostError,
}
