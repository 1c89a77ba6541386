using System.CommandLine;
using CcaEmu.Attestation.Signing;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Output;
using CcaEmu.Monitor;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu token show</c>: decodes, verifies and explains an attestation token.</summary>
internal static class TokenCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A token as it is, or text with it in hexadecimal between BEGIN and END lines, such as the console of images/attest.elf",
        };
        var show = new Command("show", "Decodes a CCA attestation token, verifies it, and says what each claim means.") { file };
        show.SetAction(parsed => Show(parsed.GetValue(file)!, console));
        return new Command("token", "Looks at attestation tokens.") { show };
    }

    private static int Show(string path, CliConsole console)
    {
        if (!TokenFile.TryRead(path, out byte[] token, out string error))
            return console.Refuse(error);
        using Es384Key platform = PlatformIdentity.CreatePlatformKey();
        if (!TokenReport.TryCreate(token, platform.PublicKey, out TokenReport? report, out error))
            return console.Refuse($"{path}: {error}");
        TokenPrinter.Print(console.Text, report!, token.Length);
        return report!.Holds ? ExitCodes.Passed : ExitCodes.Failed;
    }
}
