using CcaEmu.Cpu;
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

    /// <summary>
    /// What EL3 does for an interrupt of Group 0 or of Secure Group 1, by INTID, while it is active; such interrupts are routed to EL3
    /// (SCR_EL3.FIQ) then, and one that nobody handles stops the machine. Null for no routing: they are FIQs to EL2 of the world that runs, as with
    /// Trusted Firmware-A where nobody has registered a handler, and a REC exits for them.
    /// </summary>
    public IReadOnlyDictionary<uint, Action<ProcessingElement>>? InterruptHandlers { get; init; }

    /// <summary>Whether the monitor offers to sign Realm tokens (RMM_EL3_TOKEN_SIGN); else an RMM has to get the key itself.</summary>
    public bool SignsTokens { get; init; } = true;

    /// <summary>X0 to X3 at the entry of Non-secure EL2: a device tree's address and what else the payload expects.</summary>
    public IReadOnlyList<ulong> NonSecureArguments { get; init; } = [0, 0, 0, 0];
}
