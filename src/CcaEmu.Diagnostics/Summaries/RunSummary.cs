namespace CcaEmu.Diagnostics.Summaries;

/// <summary>Everything worth knowing of a run that is over.</summary>
/// <remarks>Its JSON form is for programs: names stay, new ones may be added.</remarks>
public sealed record RunSummary
{
    /// <summary>How it ended.</summary>
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

    /// <summary>Seed of the machine's randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>A64 instructions retired on all PEs.</summary>
    public required ulong RetiredInstructions { get; init; }

    /// <summary>Exceptions taken on all PEs, SMCs included.</summary>
    public required ulong Exceptions { get; init; }

    /// <summary>Modelled cycles of the PE that ran longest.</summary>
    public required ulong ModelledCycles { get; init; }

    /// <summary>Modelled time in nanoseconds.</summary>
    public required double ModelledNanoseconds { get; init; }

    /// <summary>Host memory in bytes that stands behind emulated RAM.</summary>
    public required ulong HostMemoryTouchedBytes { get; init; }

    /// <summary>Run digest, 16 hexadecimal digits: equal for equal runs.</summary>
    public required string RunDigest { get; init; }

    /// <summary>The Realm.</summary>
    public required RealmSummary Realm { get; init; }

    /// <summary>World switches by direction.</summary>
    public required IReadOnlyList<SwitchCount> WorldSwitches { get; init; }

    /// <summary>REC exits by reason.</summary>
    public required IReadOnlyList<ExitCount> RecExits { get; init; }

    /// <summary>RMI calls by name.</summary>
    public required IReadOnlyList<CallCount> RmiCalls { get; init; }

    /// <summary>RSI calls by name.</summary>
    public required IReadOnlyList<CallCount> RsiCalls { get; init; }

    /// <summary>PSCI calls of the Realm by name.</summary>
    public required IReadOnlyList<CallCount> PsciCalls { get; init; }

    /// <summary>RMM-EL3 calls by name.</summary>
    public required IReadOnlyList<CallCount> RmmEl3Calls { get; init; }

    /// <summary>Host wall time, or null when nobody measured.</summary>
    public HostUsage? HostUsage { get; init; }
}
