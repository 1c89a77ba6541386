using CcaEmu.Machine.Board;

namespace CcaEmu.Monitor;

/// <summary>Where the monitor enters the worlds below it.</summary>
public sealed record MonitorOptions
{
    /// <summary>Entry point of the RMM in the Realm physical address space.</summary>
    public ulong RmmEntry { get; init; } = FvpMemoryMap.Rmm + 0x800;

    /// <summary>Entry point of Non-secure EL2.</summary>
    public ulong NonSecureEntry { get; init; } = FvpMemoryMap.ManagedHypervisor + 0x800;

    /// <summary>
    /// Whether level 0 GPT entries that are Non-secure as a whole stay blocks until RMI_GPT_L1_CREATE; else all level 1 tables are made at
    /// boot.
    /// </summary>
    public bool DynamicLevel1Gpts { get; init; }

    /// <summary>Whether the monitor offers to sign Realm tokens (RMM_EL3_TOKEN_SIGN); else an RMM has to get the key itself.</summary>
    public bool SignsTokens { get; init; } = true;

    /// <summary>X0 to X3 at the entry of Non-secure EL2: a device tree's address and what else the payload expects.</summary>
    public IReadOnlyList<ulong> NonSecureArguments { get; init; } = [0, 0, 0, 0];
}
