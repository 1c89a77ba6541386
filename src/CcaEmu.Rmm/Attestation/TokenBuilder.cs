using CcaEmu.Arm.Rmi;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Machine.Scripting;
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

    /// <summary>The token of a REC whose attestation is in progress, where it can be made at once.</summary>
    /// <param name="attestation">Key and platform token.</param>
    /// <param name="form">How the two tokens are put together.</param>
    /// <param name="rd">The Realm.</param>
    /// <param name="rec">The REC: challenge and measurements as they were when the token was begun.</param>
    /// <param name="token">The token.</param>
    /// <returns>False where the monitor has to sign it first: <see cref="Sign"/>.</returns>
    public bool TryBuild(RealmAttestation attestation, TokenForm form, Rd rd, Rec rec, out byte[] token)
    {
        TokenInputs.Read(rd, rec, _inputs);
        if (_cached is null || !_inputs.AsSpan().SequenceEqual(_cachedInputs))
        {
            token = [];
            if (attestation.Key is not { } key)
                return false;
            Keep(attestation, form, RealmToken.Create(ClaimsOf(attestation, rd), key));
        }
        token = _cached!;
        return true;
    }

    /// <summary>Makes the token with a signature of the monitor; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the calls.</param>
    /// <param name="attestation">Key and platform token.</param>
    /// <param name="form">How the two tokens are put together.</param>
    /// <param name="rd">The Realm.</param>
    /// <param name="rec">The REC.</param>
    /// <returns>Where it is done, <see cref="TryBuild"/> has the token.</returns>
    public async Script<MonitorWork> Sign(ScriptContext script, RealmAttestation attestation, TokenForm form, Rd rd, Rec rec)
    {
        TokenInputs.Read(rd, rec, _inputs);
        RealmClaims claims = ClaimsOf(attestation, rd);
        MonitorWork signed = await attestation.Signer.Sign(script, rec.Address, RealmToken.HashToSign(claims));
        if (signed == MonitorWork.Done)
            Keep(attestation, form, RealmToken.Create(claims, attestation.Signer.Take(rec.Address)));
        return signed;
    }

    private void Keep(RealmAttestation attestation, TokenForm form, byte[] realm)
    {
        _cached = new CcaToken(form, attestation.PlatformToken, realm).Encode();
        _inputs.CopyTo(_cachedInputs, 0);
    }

    private RealmClaims ClaimsOf(RealmAttestation attestation, Rd rd)
    {
        int digest = RealmHash.DigestSize(rd.HashAlgorithm);
        return new RealmClaims
        {
            Challenge = _inputs[TokenInputs.Challenge],
            InstanceId = [1, .. _inputs[TokenInputs.InstanceSeed]],
            PersonalizationValue = _inputs[TokenInputs.Rpv],
            InitialMeasurement = _inputs[TokenInputs.Measurement(0)][..digest],
            ExtensibleMeasurements = [.. Enumerable.Range(1, 4).Select(i => _inputs[TokenInputs.Measurement(i)][..digest])],
            HashAlgorithm = NameOf(rd.HashAlgorithm),
            MecPolicy = rd.HasOwnMecid ? 1 : 0,
            PublicKey = attestation.PublicKey!.ToCoseKey(),
            PublicKeyHashAlgorithm = RealmAttestation.KeyHash,
        };
    }

    private static string NameOf(RmiHashAlgorithm algorithm) => algorithm switch
    {
        RmiHashAlgorithm.Sha256 => "sha-256",
        RmiHashAlgorithm.Sha384 => "sha-384",
        _ => "sha-512",
    };
}
