namespace CcaEmu.Rmm.Recs;

/// <summary>What kind of Data Abort a REC exited with last; says what the host may ask for on entry.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), attribute emulatable_abort and section "REC entry".</remarks>
internal enum RecAbort : byte
{
    /// <summary>The last exit was no Data Abort at an unprotected IPA.</summary>
    None,

    /// <summary>At an unprotected IPA, but the access cannot be emulated: an external abort may be injected.</summary>
    Unprotected,

    /// <summary>An Emulatable Data Abort.</summary>
    Emulatable,
}
