namespace CcaEmu.Rmm.Recs;

/// <summary>What a REC waits for since its last exit.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), type RmmRecPending; RIPAS and register accesses are completed on entry in the same way.
/// </remarks>
internal enum RecPending : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>RMI_PSCI_COMPLETE; until then it cannot be entered.</summary>
    Psci,

    /// <summary>The host's answer to a host call, written on entry.</summary>
    HostCall,

    /// <summary>The host's answer to RSI_IPA_STATE_SET.</summary>
    RipasChange,

    /// <summary>The value of a register that the host emulates.</summary>
    RegisterRead,
}
