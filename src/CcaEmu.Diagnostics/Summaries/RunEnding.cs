namespace CcaEmu.Diagnostics.Summaries;

/// <summary>What a summary needs that the machine's events do not tell.</summary>
public sealed record RunEnding
{
    /// <summary>How the run ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How it ended, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Exit code of the command.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The status the guest reported, or null when it reported none.</summary>
    public ulong? GuestStatus { get; init; }

    /// <summary>Identifier of the cause of a run that did not pass, for example <c>guest.null-pointer</c>; null where none is known.</summary>
    public string? Cause { get; init; }

    /// <summary>The image, as the user named it.</summary>
    public required string Image { get; init; }

    /// <summary>RAM the Realm was given, in bytes.</summary>
    public required ulong RealmMemoryBytes { get; init; }

    /// <summary>Host wall time, or null when nobody measured.</summary>
    public HostUsage? HostUsage { get; init; }
}
