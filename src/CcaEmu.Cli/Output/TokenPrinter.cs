using System.Text;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Tokens;

namespace CcaEmu.Cli.Output;

/// <summary>Prints an attestation token: what it says, and whether it holds.</summary>
internal static class TokenPrinter
{
    /// <summary>Prints all of it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">The token.</param>
    /// <param name="sizeBytes">Length of the file or text it came from.</param>
    public static void Print(TextWriter output, TokenReport report, int sizeBytes)
    {
        string form = report.Token.Form == TokenForm.Collection ? "tag 907, RMM 2.0" : "tag 399, RMM 1.0";
        output.WriteLine($"CCA attestation token, {sizeBytes} bytes ({form})");
        PrintRealm(output, report.Realm);
        PrintPlatform(output, report.Platform);
        output.WriteLine();
        output.WriteLine("Verified");
        foreach (TokenCheck check in report.Checks)
            output.WriteLine($"  {(check.Passed switch { true => "yes", false => "NO ", _ => "?  " })}  {check.What} ({check.Detail})");
        output.WriteLine();
        output.WriteLine(report.Holds
            ? "The token holds. Its platform is CcaEmu with public test keys: it proves nothing about any real machine."
            : "The token does NOT hold: see above.");
    }

    private static void PrintRealm(TextWriter output, RealmClaims realm)
    {
        output.WriteLine();
        output.WriteLine("Realm");
        Line(output, CcaClaim.Challenge, "what the verifier chose", Hex(realm.Challenge));
        Line(output, CcaClaim.Profile, "which document the claims follow", realm.Profile is null ? "-" : Text(realm.Profile));
        Line(output, CcaClaim.InstanceId, "this realm and no other", Hex(realm.InstanceId));
        Line(output, CcaClaim.PersonalizationValue, "RPV, chosen by the host, not measured", Hex(realm.PersonalizationValue));
        Line(output, CcaClaim.RealmHashAlgorithm, "of the measurements", Text(realm.HashAlgorithm));
        Line(output, CcaClaim.InitialMeasurement, "RIM: parameters, initial memory, RECs", Hex(realm.InitialMeasurement));
        for (int i = 0; i < realm.ExtensibleMeasurements.Count; i++)
            Line(output, CcaClaim.ExtensibleMeasurements, $"REM {i + 1}, extended by the realm", Hex(realm.ExtensibleMeasurements[i]));
        Line(output, CcaClaim.MecPolicy, "memory encryption context", Policy(realm.MecPolicy, "shared", "private"));
        if (realm.LfaPolicy is { } lfa)
            Line(output, CcaClaim.LfaPolicy, "live activation of firmware", Policy(lfa, "disallowed", "allowed"));
        Line(output, CcaClaim.RealmPublicKey, "signs this token", Hex(realm.PublicKey));
        Line(output, CcaClaim.PublicKeyHashAlgorithm, "binds that key to the platform", Text(realm.PublicKeyHashAlgorithm));
    }

    private static void PrintPlatform(TextWriter output, PlatformClaims platform)
    {
        output.WriteLine();
        output.WriteLine("Platform");
        Line(output, CcaClaim.Challenge, "the hash of the realm's public key", Hex(platform.Challenge));
        Line(output, CcaClaim.Profile, "which document the claims follow", Text(platform.Profile));
        Line(output, CcaClaim.ImplementationId, "which implementation", HexAndText(platform.ImplementationId));
        Line(output, CcaClaim.InstanceId, "this machine", Hex(platform.InstanceId));
        Line(output, CcaClaim.Lifecycle, "state of the platform", $"0x{platform.Lifecycle:x4}, {Lifecycles.TryNameOf(platform.Lifecycle) ?? "not an architected state"}");
        Line(output, CcaClaim.Configuration, "configuration", HexAndText(platform.Configuration));
        Line(output, CcaClaim.PlatformHashAlgorithm, "of the firmware's measurements", Text(platform.HashAlgorithm));
        if (platform.VerificationService is { } service)
            Line(output, CcaClaim.VerificationService, "where to have it verified", Text(service));
        foreach (SoftwareComponent component in platform.SoftwareComponents)
        {
            string name = $"{Text(component.Type ?? "a component")} {Text(component.Version ?? "")}".TrimEnd();
            Line(output, CcaClaim.SoftwareComponents, name, $"{Hex(component.Measurement)} ({Text(component.HashAlgorithm ?? platform.HashAlgorithm)})");
            Line(output, CcaClaim.SoftwareComponents, "  signed by the key with this hash", Hex(component.SignerId));
        }
    }

    private static void Line(TextWriter output, CcaClaim claim, string meaning, string value) =>
        output.WriteLine($"  {(int)claim,5} {claim,-24} {meaning,-38} {value}");

    private static string Hex(byte[] bytes) => bytes.Length == 0 ? "-" : Convert.ToHexStringLower(bytes);

    // Bytes that are a text, as CcaEmu's own are, say more as one.
    private static string HexAndText(byte[] bytes) =>
        bytes.Length > 0 && bytes.All(value => value is >= 0x20 and < 0x7F) ? $"{Hex(bytes)} \"{Encoding.ASCII.GetString(bytes)}\"" : Hex(bytes);

    private static string Policy(int value, string zero, string one) => value switch
    {
        0 => zero,
        1 => one,
        _ => "not a policy",
    };

    // Texts are the token's maker's: no control character may reach the terminal.
    private static string Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
            clean.Append(char.IsControl(c) ? '?' : c);
        return clean.ToString();
    }
}
