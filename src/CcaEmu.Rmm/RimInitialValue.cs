namespace CcaEmu.Rmm;

/// <summary>What RMI_REALM_CREATE puts into the Realm Initial Measurement.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Realm Initial Measurement"; 1.0 and implementations differ from the draft's text.
/// </remarks>
public enum RimInitialValue
{
    /// <summary>The hash of the Realm's parameters, as in 1.0 and as existing verifier tools compute it.</summary>
    ParametersHash,

    /// <summary>64 zero bytes.</summary>
    Zero,
}
