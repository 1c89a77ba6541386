using System.Text.RegularExpressions;
using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>One row of AccessFacts.txt: who may access a register at a level, and what becomes of those who may not.</summary>
internal sealed partial record AccessFact(R Register, bool IsRead, ExceptionLevel Level, (string[] Terms, string Outcome)[] Rules)
{
    /// <summary>Every row.</summary>
    public static AccessFact[] All()
    {
        using var reader = new StreamReader(typeof(AccessFact).Assembly.GetManifestResourceStream("AccessFacts.txt")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];
    }

    /// <summary>The control bits that the row names.</summary>
    public IEnumerable<(R Control, int Bit)> Controls() => Rules.SelectMany(rule => rule.Terms)
        .SelectMany(term => BitTerm().Matches(term))
        .SelectMany(match => match.Groups[2].Value.Split(',').Select(bit => (Enum.Parse<R>(match.Groups[1].Value), int.Parse(bit))))
        .Distinct();

    /// <summary>The level trapped to; null for UNDEFINED; EL0 where the access is allowed.</summary>
    public ExceptionLevel? Expect(ProcessingElement pe)
    {
        string outcome = Rules.First(rule => rule.Terms.All(term => Holds(term, pe))).Outcome;
        ulong hcr = pe.Raw(R.HCR_EL2);
        return outcome switch
        {
            "ok" => ExceptionLevel.EL0,
            "undef" => null,
            "1" => IsEl2Enabled(pe) && (hcr >> 27 & 1) != 0 ? ExceptionLevel.EL2 : ExceptionLevel.EL1,
            "2" => ExceptionLevel.EL2,
            _ => ExceptionLevel.EL3,
        };
    }

    public override string ToString() => $"{(IsRead ? "MRS" : "MSR")} {Register} at {Level}";

    private static AccessFact Parse(string line)
    {
        string[] halves = line.Split(": ");
        string[] head = halves[0].Split(' ');
        var rules = halves[1].Split(" | ").Select(rule => rule.Split(" -> ")).Select(parts => (parts[0].Split(" & "), parts[1]));
        return new AccessFact(Enum.Parse<R>(head[0]), head[1] == "R", Enum.Parse<ExceptionLevel>(head[2]), [.. rules]);
    }

    private static bool IsEl2Enabled(ProcessingElement pe) => !IsSecure(pe) || (pe.Raw(R.SCR_EL3) >> 18 & 1) != 0;

    private static bool IsSecure(ProcessingElement pe) => pe.LowerSecurityState == SecurityState.Secure;

    private static bool Holds(string term, ProcessingElement pe)
    {
        ulong hcr = pe.Raw(R.HCR_EL2);
        bool e2h = IsEl2Enabled(pe) && (hcr >> 34 & 1) != 0;
        return term switch
        {
            "true" => true,
            "el2" => IsEl2Enabled(pe),
            "secure" => IsSecure(pe),
            "e2h" => e2h,
            "inhost" => e2h && (hcr >> 27 & 1) != 0,
            ['!', .. var positive] => !Holds(positive, pe),
            _ when term.StartsWith("any(", StringComparison.Ordinal) => term[4..^1].Split(';').Any(part => Holds(part, pe)),
            _ => HoldsBit(term, pe),
        };
    }

    private static bool HoldsBit(string term, ProcessingElement pe)
    {
        Match match = BitTerm().Match(term);
        ulong control = pe.Raw(Enum.Parse<R>(match.Groups[1].Value));
        bool any = match.Groups[2].Value.Split(',').Any(bit => (control >> int.Parse(bit) & 1) != 0);
        return match.Groups[3].Value is "=1" or "!0" ? any : !any;
    }

    [GeneratedRegex(@"([A-Z0-9_a-z]+)[\[{]([0-9,]+)[\]}]([=!][01])")]
    private static partial Regex BitTerm();
}
