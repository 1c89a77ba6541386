using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Attestation tokens.</summary>
internal static class TokenFigures
{
    private const ulong Memory = 0x9000_0000;
    private const int Times = 20;
    private const string Signing = "a token is made and signed: numbers of P-384 and its bytes";

    /// <summary>Measures and prints.</summary>
    public static void Print(FigureSheet sheet)
    {
        using var host = new CommandHost();
        sheet.Row("RMI_ATTEST_PLAT_TOKEN_REFRESH", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.AttestPlatTokenRefresh)),
            allocates: "the monitor makes a platform token anew");
        // A challenge of its own each time: a token that was signed before is not signed again.
        uint[] init = A64.Call((uint)RsiCommand.AttestationTokenInit, 1, 2, 3, 4, 5, 6, 7, 8);
        init = [.. init[..^1], A64.CountToX1, init[^1]];
        uint[] all = A64.WhileW0Is((uint)RsiStatus.Incomplete, A64.Call((uint)RsiCommand.AttestationTokenContinue, MeasuredRealm.Buffer, 0, 0x1000));
        Print(sheet, host, "RSI_ATTESTATION_TOKEN_INIT", Memory, 1000 * Times, init);
        Print(sheet, host, "RSI_ATTESTATION_TOKEN_INIT, and RSI_ATTESTATION_TOKEN_CONTINUE until the token is complete", Memory + 0x20_0000, Times, [.. init, .. all], Signing);
    }

    private static void Print(FigureSheet sheet, CommandHost host, string name, ulong memory, int times, uint[] calls, string? allocates = null)
    {
        MeasuredRealm realm = new MeasuredRealm(host, memory).Start(A64.Loop(
            [.. A64.Times((uint)times, calls), .. A64.Call((uint)RsiCommand.HostCall, MeasuredRealm.Buffer)]));
        sheet.Row(name, times, () => host.Succeed(RmiCommand.RecEnter, realm.Rec, realm.Run), allocates: allocates);
    }
}
