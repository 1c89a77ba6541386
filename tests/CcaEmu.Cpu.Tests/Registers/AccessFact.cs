using System.Text.RegularExpressions;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>One row of a table of facts: who may execute an instruction at a level, and what becomes of those who may not.</summary>
/// <remarks>
/// AccessFacts.txt has MRS and MSR of registers, SystemInstructionFacts.txt system instructions, InstructionFacts.txt others. An outcome is ok,
/// undef, or the level trapped to, and after a colon the exception class or all of the syndrome where it is not that of a trapped system
/// instruction; +4 where the exception returns behind the instruction; elsewhere where the tables do not follow it.
/// </remarks>
internal sealed partial record AccessFact(string Subject, R Register, uint Word, ExceptionLevel Level, (string[] Terms, string Outcome)[] Rules)
{
    private const ulong InstructionLength = 1 << 25;

    /// <summary>Every row of AccessFacts.txt.</summary>
    public static AccessFact[] OfRegisters() => Read("AccessFacts.txt", OfRegister);

    /// <summary>Every row of SystemInstructionFacts.txt.</summary>
    public static AccessFact[] OfSystemInstructions() => Read("SystemInstructionFacts.txt", OfSystemInstruction);

    /// <summary>Every row of InstructionFacts.txt.</summary>
    public static AccessFact[] OfInstructions() => Read("InstructionFacts.txt", OfInstruction);

    /// <summary>MRS, and not MSR.</summary>
    public bool IsRead => (Word >> 21 & 1) != 0;

    /// <summary>The control bits that the row names.</summary>
    public IEnumerable<(R Control, int Bit)> Controls() => Rules.SelectMany(rule => rule.Terms)
        .SelectMany(term => BitTerm().Matches(term))
        .SelectMany(match => match.Groups[2].Value.Split(',').Select(bit => (Enum.Parse<R>(match.Groups[1].Value), int.Parse(bit))))
        .Distinct();

    /// <summary>What becomes of it under some controls.</summary>
    public ExpectedAccess Expect(ControlState controls)
    {
        string outcome = Rules.First(rule => rule.Terms.All(controls.Holds)).Outcome;
        if (outcome is "ok" or "undef" or "elsewhere")
            return new ExpectedAccess(outcome == "undef" ? null : ExceptionLevel.EL0, 0, 0, outcome != "elsewhere");
        string[] parts = outcome.Split('+')[0].Split(':');
        ExceptionLevel level = parts[0] switch
        {
            "1" => controls.IsEl2Enabled && controls.Bit(R.HCR_EL2, 27) ? ExceptionLevel.EL2 : ExceptionLevel.EL1,
            "2" => ExceptionLevel.EL2,
            _ => ExceptionLevel.EL3,
        };
        return new ExpectedAccess(level, parts.Length == 1 ? SystemSyndrome : Syndrome(parts[1]), outcome.EndsWith("+4", StringComparison.Ordinal) ? 4UL : 0, true);
    }

    public override string ToString() => $"{Subject} at {Level}";

    /// <summary>Whether a control is a dimension of its own in every table, and not a bit to turn over.</summary>
    public static bool IsDimension((R Register, int Bit) control) =>
        control is (R.SCR_EL3, 0) or (R.SCR_EL3, 18) or (R.SCR_EL3, 62) or (R.HCR_EL2, 27) or (R.HCR_EL2, 34);

    // ESR_ELx, "ISS encoding for an exception from MSR, MRS, or System instruction execution in AArch64 state".
    private ulong SystemSyndrome => 0x18UL << 26 | InstructionLength | (ulong)(Word >> 19 & 3) << 20 | (ulong)(Word >> 5 & 7) << 17
        | (ulong)(Word >> 16 & 7) << 14 | (ulong)(Word >> 12 & 15) << 10 | (ulong)(Word & 31) << 5 | (ulong)(Word >> 8 & 15) << 1 | (Word >> 21 & 1);

    private static ulong Syndrome(string text) => Convert.ToUInt64(text, 16) switch
    {
        0x07 => 0x07UL << 26 | InstructionLength | 1 << 24 | 0xE << 20, // CV and COND of an A64 instruction
        < 0x40 and var ec => ec << 26 | InstructionLength,
        var esr => esr,
    };

    private static AccessFact[] Read(string name, Func<string, (string[] Terms, string Outcome)[], AccessFact> parse)
    {
        using var reader = new StreamReader(typeof(AccessFact).Assembly.GetManifestResourceStream(name)!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(": ", 2))
            .Select(halves => parse(halves[0], [.. halves[1].Split(" | ").Select(rule => rule.Split(" -> "))
                .Select(parts => (parts[0].Split(" & "), parts[1]))]))];
    }

    private static AccessFact OfRegister(string head, (string[] Terms, string Outcome)[] rules)
    {
        string[] words = head.Split(' ');
        R register = Enum.Parse<R>(words[0]);
        bool isRead = words[1] == "R";
        uint word = (isRead ? 0xD520_0000u : 0xD500_0000u) | (uint)SystemRegisterTable.Get(register).Encoding.Value << 5;
        return new AccessFact($"{(isRead ? "MRS" : "MSR")} {register}", register, word, Enum.Parse<ExceptionLevel>(words[2]), rules);
    }

    private static AccessFact OfSystemInstruction(string head, (string[] Terms, string Outcome)[] rules)
    {
        Match match = SystemInstructionHead().Match(head);
        int Part(int group) => int.Parse(match.Groups[group].Value);
        uint word = 0xD500_0000u | (uint)SystemRegisterEncoding.Pack(Part(2), Part(3), Part(4), Part(5), Part(6)).Value << 5;
        string name = match.Groups[1].Value;
        uint rt = TakesNoRegister().IsMatch(name) ? 31u : 0;
        return new AccessFact(name, R.None, word | rt, Enum.Parse<ExceptionLevel>(match.Groups[7].Value), rules);
    }

    private static AccessFact OfInstruction(string head, (string[] Terms, string Outcome)[] rules)
    {
        string[] words = head.Split(' ');
        return new AccessFact(string.Join(' ', words[..^2]), R.None, Convert.ToUInt32(words[^2], 16), Enum.Parse<ExceptionLevel>(words[^1]), rules);
    }

    [GeneratedRegex(@"([A-Z0-9_a-z]+)[\[{]([0-9,]+)[\]}]([=!][01])")]
    internal static partial Regex BitTerm();

    [GeneratedRegex(@"^(.*) S(\d)_(\d)_C(\d+)_C(\d+)_(\d) (EL\d)$")]
    private static partial Regex SystemInstructionHead();

    [GeneratedRegex("^(IC IALLU|TLBI ALLE|TLBI VMALL|TLBI PAALL)")]
    private static partial Regex TakesNoRegister();
}
