using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>How a guest reads its attestation token wrongly.</summary>
/// <remarks>RMM specification (DEN0137), commands RSI_ATTESTATION_TOKEN_INIT and RSI_ATTESTATION_TOKEN_CONTINUE.</remarks>
internal static class GuestTokenCauses
{
    public static Finding? TokenOffset(CaseFile file)
    {
        foreach (RefusedCall refused in file.Evidence.Failures.Calls.Where(refused => refused.Call.Is(RsiCommand.AttestationTokenContinue)))
        {
            ulong offset = refused.Call.Arguments[2], size = refused.Call.Arguments[3];
            if (refused.Call.Results[0] == (ulong)RsiStatus.ErrorInput && (offset >= 4096 || offset + size > 4096))
            {
                return new Finding(
                    94, Of($"reading the attestation token was refused: offset 0x{offset:X} and size 0x{size:X} leave the granule"),
                    "the offset counts within one granule: go on with the next page and offset 0", $"{refused}");
            }
        }
        return null;
    }

    public static Finding? TokenIncomplete(CaseFile file)
    {
        CallRecord[] reads = [.. file.Evidence.RealmCalls.Calls.Where(call => call.Is(RsiCommand.AttestationTokenContinue) && call.Outcome == CallOutcome.Returned)];
        if (file.Status == Summaries.RunStatus.Passed || reads is not [.., var last] || last.Results[0] != (ulong)RsiStatus.Incomplete)
            return null;
        return new Finding(
            93, "the guest stopped reading its attestation token while it was incomplete", "call RSI_ATTESTATION_TOKEN_CONTINUE again while X0 = 3, and add X1 each time: 0 bytes are no end",
            Of($"the last call returned INCOMPLETE with {last.Results[1]} bytes"));
    }

    public static Finding? TokenNotBegun(CaseFile file)
    {
        RefusedCall? refused = file.Evidence.Failures.Calls.LastOrDefault(call => call.Call.Is(RsiCommand.AttestationTokenContinue));
        return refused is null || refused.Call.Results[0] != (ulong)RsiStatus.ErrorState ? null : new Finding(
            92, "RSI_ATTESTATION_TOKEN_CONTINUE was called while no token was under way",
            "call RSI_ATTESTATION_TOKEN_INIT with the challenge first, on the same CPU; a token that has been read to its end is over", $"{refused}");
    }
}
