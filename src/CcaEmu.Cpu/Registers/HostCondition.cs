namespace CcaEmu.Cpu;

/// <summary>In which host configurations a trap counts. ELIsInHost(EL0) is EL2 enabled with HCR_EL2.{E2H,TGE} = {1,1}.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode ELIsInHost.</remarks>
internal enum HostCondition : byte
{
    /// <summary>In all.</summary>
    Any,

    /// <summary>Not at EL0 of a host.</summary>
    NotInHost,

    /// <summary>At EL0 of a host alone.</summary>
    InHost,

    /// <summary>Where HCR_EL2.E2H is 0, or EL2 is not enabled.</summary>
    NotE2H,

    /// <summary>Where HCR_EL2.E2H is 1, but not at EL0 of a host.</summary>
    GuestOfE2H,

    /// <summary>Not at EL0 of a host, and only where HCRX_EL2.FGTnXS is 0: the fine-grained traps of nXS maintenance.</summary>
    NotInHostNorFreed,

    /// <summary>Where MDCR_EL3 gives the registers of statistical profiling to another security state, or to none.</summary>
    NotOwnerOfProfiling,
}
