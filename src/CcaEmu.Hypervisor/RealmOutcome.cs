namespace CcaEmu.Hypervisor;

/// <summary>How the run of a realm ended, and what it took.</summary>
public sealed record RealmOutcome
{
    /// <summary>How it ended.</summary>
    public required RealmOutcomeKind Kind { get; init; }

    /// <summary>One sentence for the user.</summary>
    public required string Summary { get; init; }

    /// <summary>Exit code for the user's shell: 0 when the guest passed, 1 otherwise.</summary>
    public int ExitCode => Kind == RealmOutcomeKind.Passed ? 0 : 1;

    /// <summary>The status the guest reported by its host call, or null when it reported none.</summary>
    public ulong? GuestStatus { get; init; }

    /// <summary>The last REC exit, or null when the realm never ran.</summary>
    public RealmExitReport? LastExit { get; init; }

    /// <summary>Memory that could not be had back; empty after a clean teardown.</summary>
    public IReadOnlyList<MemoryLeak> Leaks { get; init; } = [];

    /// <summary>What it took.</summary>
    public RealmStatistics Statistics { get; init; } = new(0, 0, 0, 0, 0, 0, 0);
}
