namespace CcaEmu.Monitor;

/// <summary>Where a PE is in its life, as PSCI sees it.</summary>
/// <remarks>Power State Coordination Interface (DEN0022), section "CPU_ON", and the answers of AFFINITY_INFO.</remarks>
internal enum PePowerState
{
    /// <summary>It was never on, or turned itself off.</summary>
    Off,

    /// <summary>CPU_ON has been accepted, and the PE has not reached its entry point yet.</summary>
    OnPending,

    /// <summary>It runs, or is suspended.</summary>
    On,
}
