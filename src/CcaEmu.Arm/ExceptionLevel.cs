namespace CcaEmu.Arm;

/// <summary>An exception level; the value is the one PSTATE.EL and CurrentEL.EL hold.</summary>
/// <remarks>Arm ARM (DDI 0487), section "Exception levels".</remarks>
public enum ExceptionLevel : byte
{
    /// <summary>Applications.</summary>
    EL0 = 0,

    /// <summary>Operating system.</summary>
    EL1 = 1,

    /// <summary>Hypervisor, or the RMM in Realm state.</summary>
    EL2 = 2,

    /// <summary>Monitor; always in Root state when FEAT_RME is present.</summary>
    EL3 = 3,
}
