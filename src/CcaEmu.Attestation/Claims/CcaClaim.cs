namespace CcaEmu.Attestation.Claims;

/// <summary>Keys of the claims in platform and Realm tokens, and of the wrapper around the two.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "CCA attestation token", "Realm claims" and "CCA platform claims".</remarks>
public enum CcaClaim
{
    /// <summary>Challenge: what the party that asked chose, so that the token is fresh.</summary>
    Challenge = 10,

    /// <summary>Instance ID: 33 bytes that begin with 0x01.</summary>
    InstanceId = 256,

    /// <summary>Profile: which document the claims follow.</summary>
    Profile = 265,

    /// <summary>Platform: lifecycle state.</summary>
    Lifecycle = 2395,

    /// <summary>Platform: implementation ID, 32 bytes.</summary>
    ImplementationId = 2396,

    /// <summary>Platform: the software components that were measured.</summary>
    SoftwareComponents = 2399,

    /// <summary>Platform: where to have it verified.</summary>
    VerificationService = 2400,

    /// <summary>Platform: configuration.</summary>
    Configuration = 2401,

    /// <summary>Platform: the hash algorithm of its measurements.</summary>
    PlatformHashAlgorithm = 2402,

    /// <summary>Wrapper: the platform token.</summary>
    PlatformToken = 44234,

    /// <summary>Realm: personalization value, 64 bytes.</summary>
    PersonalizationValue = 44235,

    /// <summary>Realm: the hash algorithm of its measurements.</summary>
    RealmHashAlgorithm = 44236,

    /// <summary>Realm: public key that verifies the Realm token, a COSE_Key.</summary>
    RealmPublicKey = 44237,

    /// <summary>Realm: initial measurement.</summary>
    InitialMeasurement = 44238,

    /// <summary>Realm: the four extensible measurements.</summary>
    ExtensibleMeasurements = 44239,

    /// <summary>Realm: the hash algorithm that binds the public key to the platform token.</summary>
    PublicKeyHashAlgorithm = 44240,

    /// <summary>Wrapper: the Realm token.</summary>
    RealmToken = 44241,

    /// <summary>Realm: memory encryption context policy; 0 shared, 1 private.</summary>
    MecPolicy = 44243,

    /// <summary>Realm: live firmware activation policy; 0 disallowed, 1 allowed.</summary>
    LfaPolicy = 44244,
}
