namespace CcaEmu.Attestation.Tokens;

/// <summary>How platform and Realm token are put together.</summary>
/// <remarks>RMM specification, section "CCA attestation token": 2.0 and 1.0 differ.</remarks>
public enum TokenForm
{
    /// <summary>Tag 907, a collection of conceptual message wrappers: each token in an array with its content type. RMM 2.0.</summary>
    Collection,

    /// <summary>Tag 399, each token a byte string. RMM 1.0.</summary>
    Legacy,
}
