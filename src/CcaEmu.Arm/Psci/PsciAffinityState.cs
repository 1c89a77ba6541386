namespace CcaEmu.Arm.Psci;

/// <summary>What AFFINITY_INFO answers when it succeeds.</summary>
/// <remarks>Power State Coordination Interface (DEN0022), section "AFFINITY_INFO".</remarks>
public enum PsciAffinityState : int
{
    /// <summary>The PE, or one PE of the group, is on.</summary>
    On = 0,

    /// <summary>It is off.</summary>
    Off = 1,

    /// <summary>It is on its way to on.</summary>
    OnPending = 2,
}
