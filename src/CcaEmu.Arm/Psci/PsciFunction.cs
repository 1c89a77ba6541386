namespace CcaEmu.Arm.Psci;

/// <summary>Function identifiers of the Power State Coordination Interface; names ending in Smc32 are the 32-bit forms.</summary>
/// <remarks>Power State Coordination Interface (DEN0022), chapter "PSCI functions".</remarks>
public enum PsciFunction : uint
{
    /// <summary>PSCI_VERSION: the version of the interface.</summary>
    Version = 0x8400_0000,

    /// <summary>PSCI_CPU_SUSPEND: suspends the PE (SMC32).</summary>
    CpuSuspendSmc32 = 0x8400_0001,

    /// <summary>PSCI_CPU_SUSPEND: suspends the PE.</summary>
    CpuSuspend = 0xC400_0001,

    /// <summary>PSCI_CPU_OFF: turns the PE off.</summary>
    CpuOff = 0x8400_0002,

    /// <summary>PSCI_CPU_ON: turns a PE on (SMC32).</summary>
    CpuOnSmc32 = 0x8400_0003,

    /// <summary>PSCI_CPU_ON: turns a PE on.</summary>
    CpuOn = 0xC400_0003,

    /// <summary>PSCI_AFFINITY_INFO: whether a PE is on (SMC32).</summary>
    AffinityInfoSmc32 = 0x8400_0004,

    /// <summary>PSCI_AFFINITY_INFO: whether a PE is on.</summary>
    AffinityInfo = 0xC400_0004,

    /// <summary>PSCI_MIGRATE: moves a trusted operating system.</summary>
    Migrate = 0x8400_0005,

    /// <summary>PSCI_MIGRATE_INFO_TYPE: whether a trusted operating system can move.</summary>
    MigrateInfoType = 0x8400_0006,

    /// <summary>PSCI_SYSTEM_OFF: turns the system off.</summary>
    SystemOff = 0x8400_0008,

    /// <summary>PSCI_SYSTEM_RESET: resets the system.</summary>
    SystemReset = 0x8400_0009,

    /// <summary>PSCI_FEATURES: whether a function exists.</summary>
    Features = 0x8400_000A,

    /// <summary>PSCI_SYSTEM_SUSPEND: suspends the system (SMC32).</summary>
    SystemSuspendSmc32 = 0x8400_000E,

    /// <summary>PSCI_SYSTEM_SUSPEND: suspends the system.</summary>
    SystemSuspend = 0xC400_000E,

    /// <summary>PSCI_SET_SUSPEND_MODE: platform- or OS-coordinated suspend.</summary>
    SetSuspendMode = 0x8400_000F,

    /// <summary>PSCI_SYSTEM_RESET2: resets the system in a chosen way (SMC32).</summary>
    SystemReset2Smc32 = 0x8400_0012,

    /// <summary>PSCI_SYSTEM_RESET2: resets the system in a chosen way.</summary>
    SystemReset2 = 0xC400_0012,
}
