using CcaEmu.Arm.Rmi;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Attestation;

/// <summary>Makes the attestation token of a REC: a function of what its granules hold, so that it can be made again at any time.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA attestation token".</remarks>
internal sealed class TokenBuilder
{
    /// <summary>What a Realm token adds to the platform token at most, wrapper included.</summary>
    public const int RealmTokenBound = 1024;

    private readonly byte[] _inputs = new byte[TokenInputs.Size];
    private readonly byte[] _cachedInputs = new byte[TokenInputs.Size];
    private byte[]? _cached;

    /// <summary>The token of a REC whose attestation is in progress.</summary>
    /// <param name="attestation">Key and platform token.</param>
    /// <param name="form">How the two tokens are put together.</param>
    /// <param name="rd">The Realm.</param>
    /// <param name="rec">The REC: challenge and measurements as they were when the token was begun.</param>
    public byte[] Build(RealmAttestation attestation, TokenForm form, Rd rd, Rec rec)
    {
        TokenInputs.Read(rd, rec, _inputs);
        if (_cached is null || !_inputs.AsSpan().SequenceEqual(_cachedInputs))
        {
            _cached = Make(attestation, form, rd.HashAlgorithm);
            _inputs.CopyTo(_cachedInputs, 0);
        }
        return _cached;
    }

    private byte[] Make(RealmAttestation attestation, TokenForm form, RmiHashAlgorithm algorithm)
    {
        int digest = RealmHash.DigestSize(algorithm);
        byte[] realm = RealmToken.Create(new RealmClaims
        {
            Challenge = _inputs[TokenInputs.Challenge],
            InstanceId = [1, .. _inputs[TokenInputs.InstanceSeed]],
            PersonalizationValue = _inputs[TokenInputs.Rpv],
            InitialMeasurement = _inputs[TokenInputs.Measurement(0)][..digest],
            ExtensibleMeasurements = [.. Enumerable.Range(1, 4).Select(i => _inputs[TokenInputs.Measurement(i)][..digest])],
            HashAlgorithm = NameOf(algorithm),
            PublicKey = attestation.Key!.PublicKey.ToCoseKey(),
            PublicKeyHashAlgorithm = RealmAttestation.KeyHash,
        }, attestation.Key);
        return new CcaToken(form, attestation.PlatformToken, realm).Encode();
    }

    private static string NameOf(RmiHashAlgorithm algorithm) => algorithm switch
    {
        RmiHashAlgorithm.Sha256 => "sha-256",
        RmiHashAlgorithm.Sha384 => "sha-384",
        _ => "sha-512",
    };
}
