namespace CcaEmu.Machine.DeviceTrees;

/// <summary>What a kernel is told of the system it runs on: the board's own, or that of a virtual machine.</summary>
public sealed record SystemDescription
{
    /// <summary>Name of the model.</summary>
    public string Model { get; init; } = "CcaEmu Base RevC";

    /// <summary>What the system is compatible with, the most special first.</summary>
    public IReadOnlyList<string> Compatible { get; init; } = ["arm,fvp-base-revc", "arm,vexpress"];

    /// <summary>Whether a kernel may use EL2: its timers and the GIC's maintenance interrupt are described then.</summary>
    public bool HasEL2 { get; init; } = true;

    /// <summary>Affinity of each PE, as MPIDR_EL1 has it.</summary>
    public required IReadOnlyList<ulong> Affinities { get; init; }

    /// <summary>RAM: base and size of each bank, in bytes.</summary>
    public required IReadOnlyList<(ulong Base, ulong SizeBytes)> Memory { get; init; }

    /// <summary>Whether PSCI is called by HVC; else by SMC.</summary>
    public bool PsciByHvc { get; init; }

    /// <summary>PL011 UARTs: base and shared peripheral interrupt (INTID less 32); the first is the console.</summary>
    public IReadOnlyList<(ulong Base, uint Spi)> Uarts { get; init; } = [];

    /// <summary>virtio-mmio transports: base and shared peripheral interrupt.</summary>
    public IReadOnlyList<(ulong Base, uint Spi)> VirtioTransports { get; init; } = [];

    /// <summary>The PL031 clock; null for none.</summary>
    public (ulong Base, uint Spi)? Rtc { get; init; }

    /// <summary>The SP805 watchdog; null for none.</summary>
    public (ulong Base, uint Spi)? Watchdog { get; init; }

    /// <summary>The generic watchdog: its control frame, its refresh frame, its interrupt; null for none.</summary>
    public (ulong Control, ulong Refresh, uint Spi)? GenericWatchdog { get; init; }

    /// <summary>The private peripheral interrupt (INTID less 16) of each PE's performance monitors; null where the guest has none.</summary>
    public uint? MonitorPpi { get; init; }

    /// <summary>The GIC's distributor; null for a system without an interrupt controller.</summary>
    public ulong? Distributor { get; init; }

    /// <summary>The first redistributor; 128 KiB to a PE.</summary>
    public ulong Redistributors { get; init; }

    /// <summary>The interrupt translation service; null for none.</summary>
    public ulong? TranslationService { get; init; }

    /// <summary>Command line of the kernel; null for none.</summary>
    public string? BootArguments { get; init; }

    /// <summary>First and last byte plus one of the initial RAM disk; null for none.</summary>
    public (ulong Start, ulong End)? InitialRamDisk { get; init; }
}
