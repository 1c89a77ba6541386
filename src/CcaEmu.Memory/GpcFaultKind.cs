namespace CcaEmu.Memory;

/// <summary>Why a granule protection check refused an access.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode, GPCF; reported in ESR_EL3.GPCSC as D9.4 (GPC faults) tells.</remarks>
public enum GpcFaultKind : byte
{
    /// <summary>No fault: the access may go on.</summary>
    None,

    /// <summary>GPT address size fault: a table lies beyond the range that GPCCR_EL3.PPS protects.</summary>
    AddressSize,

    /// <summary>GPT walk fault: an entry, or the configuration in GPCCR_EL3, is not valid.</summary>
    Walk,

    /// <summary>Granule protection fault: the granule's GPI does not admit this physical address space.</summary>
    Protection,

    /// <summary>Synchronous external abort on the fetch of a table entry: no RAM stands at its address.</summary>
    ExternalAbort,
}
