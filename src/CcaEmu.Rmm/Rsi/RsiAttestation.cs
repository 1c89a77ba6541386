using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Attestation;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_ATTESTATION_TOKEN_INIT: takes a challenge of 64 bytes in X1 to X8, and says how long the token is at most.</summary>
/// <remarks>A token that is under way is begun anew.</remarks>
internal sealed class RsiAttestationTokenInit() : RsiHandler(RsiCommand.AttestationTokenInit, [])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        RealmAttestation attestation = call.Context.Rmm.Attestation;
        return attestation.IsReady ? Begin(call) : FetchFirst(call, attestation);
    }

    private static RealmOutcome FetchFirst(RsiCall call, RealmAttestation attestation) =>
        call.Suspend(attestation.Fetch, fetched => AfterFetching(call, fetched));

    // Interrupted, the Realm makes the call again: there is no answer that says so.
    private static RealmOutcome AfterFetching(RsiCall call, MonitorWork fetched)
    {
        if (fetched == MonitorWork.Done)
            return Begin(call);
        if (fetched == MonitorWork.Refused)
            return call.Return(RsiStatus.ErrorUnknown);
        call.BeginInterruptExit();
        return call.ExitAndRetry();
    }

    private static RealmOutcome Begin(RsiCall call)
    {
        Span<ulong> challenge = stackalloc ulong[8];
        for (int i = 0; i < challenge.Length; i++)
            challenge[i] = call[1 + i];
        Rec rec = call.Rec;
        rec.WriteChallenge(challenge);
        rec.AttestState = AttestState.Begun;
        rec.AttestOffset = 0;
        call[1] = (ulong)(call.Context.Rmm.Attestation.PlatformToken.Length + TokenBuilder.RealmTokenBound);
        return call.Return(RsiStatus.Success);
    }
}

/// <summary>
/// RSI_ATTESTATION_TOKEN_CONTINUE: writes the next bytes of the token to X1 + X2, at most X3 of them; X1 becomes their number.
/// INCOMPLETE while bytes remain; with none, after an exit, where an interrupt of the host came while the token was being signed.
/// </summary>
internal sealed class RsiAttestationTokenContinue() : RsiHandler(RsiCommand.AttestationTokenContinue,
[
    new("addr_align", RsiStatus.ErrorInput, call => !RsiCall.IsAligned(call[1])),
    new("addr_bound", RsiStatus.ErrorInput, call => !call.Rd.IsProtected(call[1])),
    new("offset_bound", RsiStatus.ErrorInput, call => call[2] >= RsiCall.GranuleBytes),
    new("size_overflow", RsiStatus.ErrorInput, call => call[2] + call[3] < call[2]),
    new("size_bound", RsiStatus.ErrorInput, call => call[2] + call[3] > RsiCall.GranuleBytes),
    new("addr_ripas", RsiStatus.ErrorInput, call => call.Context.Walk(call[1]).Ripas == Ripas.Empty),
    new("state", RsiStatus.ErrorState, call => call.Rec.AttestState == AttestState.None),
])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        if (!call.Context.TryLocate(call[1], out ulong page))
            return call.ExitAndRetry();
        Rec rec = call.Rec;
        if (rec.AttestState == AttestState.Begun)
            Measure(call);
        if (rec.AttestState == AttestState.Signing)
            return call.Suspend(script => SpendTime(script, rec), signed => AfterSigning(call, signed));
        RmmContext rmm = call.Context.Rmm;
        if (!call.Context.Tokens.TryBuild(rmm.Attestation, rmm.Options.TokenForm, call.Rd, rec, out byte[] token))
        {
            return call.Suspend(
                script => call.Context.Tokens.Sign(script, rmm.Attestation, rmm.Options.TokenForm, call.Rd, rec),
                signed => AfterSigning(call, signed));
        }
        int offset = (int)rec.AttestOffset;
        int length = (int)Math.Min(call[3], (ulong)(token.Length - offset));
        call.Context.Memory.Write(page + call[2], token.AsSpan(offset, length));
        call.Context.Pe.Charge((ulong)length * RmmCosts.TokenByte);
        bool complete = offset + length == token.Length;
        rec.AttestOffset = complete ? 0 : (ulong)(offset + length);
        rec.AttestState = complete ? AttestState.None : AttestState.Generated;
        call[1] = (ulong)length;
        return call.Return(complete ? RsiStatus.Success : RsiStatus.Incomplete);
    }

    // The token says what is measured now, whatever is extended before its last byte is fetched.
    private static void Measure(RsiCall call)
    {
        Span<byte> measurements = stackalloc byte[4 * Rd.MeasurementSize];
        for (int i = 0; i < 4; i++)
            call.Rd.ReadMeasurement(1 + i, measurements[(i * Rd.MeasurementSize)..]);
        Rec rec = call.Rec;
        rec.WriteAttestedMeasurements(measurements);
        rec.SigningDone = 0;
        rec.AttestState = AttestState.Signing;
    }

    // A signature takes long: an interrupt of the host must not wait for all of it. Each call does a part at least.
    private static async Script<MonitorWork> SpendTime(ScriptContext script, Rec rec)
    {
        while (rec.SigningDone < RmmCosts.SigningParts)
        {
            await script.Spend(RmmCosts.SigningPart);
            if (++rec.SigningDone == RmmCosts.SigningParts)
                rec.AttestState = AttestState.Generated;
            if (HostInterrupt.Pending(script.Pe) is not null)
                return MonitorWork.Interrupted;
        }
        return MonitorWork.Done;
    }

    // Interrupted, the call ends with no byte: the Realm comes back for the rest.
    private RealmOutcome AfterSigning(RsiCall call, MonitorWork signed)
    {
        if (signed == MonitorWork.Done)
            return Apply(call);
        if (signed == MonitorWork.Refused)
            return call.Return(RsiStatus.ErrorUnknown);
        call[0] = (ulong)RsiStatus.Incomplete;
        call[1] = 0;
        call.BeginInterruptExit();
        return call.Exit();
    }
}
