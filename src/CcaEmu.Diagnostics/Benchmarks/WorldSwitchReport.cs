namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>All of a run of <c>ccaemu bench world-switch</c>. Its JSON form is for programs: names stay, new ones may be added.</summary>
public sealed record WorldSwitchReport
{
    /// <summary>Form of the file.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Repetitions of each operation.</summary>
    public required int Repetitions { get; init; }

    /// <summary>Seed of the machine's randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Name of the profile that cycles are by.</summary>
    public required string Profile { get; init; }

    /// <summary>Clock in MHz of the machine that the profile stands for; 0 where cycles stand for no time.</summary>
    public required ulong FrequencyMHz { get; init; }

    /// <summary>Price of each step in thousandths of a cycle.</summary>
    public required IReadOnlyDictionary<string, ulong> Prices { get; init; }

    /// <summary>Digest of the run, 16 hexadecimal digits.</summary>
    public required string RunDigest { get; init; }

    /// <summary>Measurements.</summary>
    public required IReadOnlyList<WorldSwitchRow> Rows { get; init; }

    /// <summary>Measurements that could not be made, and why.</summary>
    public required IReadOnlyDictionary<string, string> Missing { get; init; }

    /// <summary>What measuring cost the host; null where it was not measured.</summary>
    public MeasuringCost? MeasuringCost { get; init; }
}
