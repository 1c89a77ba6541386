namespace CcaEmu.Rmm.Recs;

/// <summary>Whether a REC is getting an attestation token.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), type RmmRecAttestState; the specification does not tell the last three apart.</remarks>
internal enum AttestState : byte
{
    /// <summary>NO_ATTEST_IN_PROGRESS.</summary>
    None,

    /// <summary>ATTEST_IN_PROGRESS: there is a challenge; the token will say what is measured when its first bytes are asked for.</summary>
    Begun,

    /// <summary>ATTEST_IN_PROGRESS: what the token says stands, and it is being signed.</summary>
    Signing,

    /// <summary>ATTEST_IN_PROGRESS: bytes have been given out, and what the token says stands.</summary>
    Generated,
}
