using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Tests.Registers;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>firmware/matrix.S with tables made of the definition tables and of facts read from the manual: native code at every level.</summary>
public sealed class MatrixFirmwareTests
{
    /// <summary>Every feature but those that the facts leave out.</summary>
    private static PeFeatures AllFeatures { get; } = new(
        Enum.GetValues<Feature>().Where(f => f is not (Feature.FEAT_SEL2 or Feature.FEAT_NV or Feature.FEAT_NV2 or Feature.FEAT_DoubleLock)));

    [Test]
    public void Every_register_access_goes_where_the_manual_says() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(s => AccessCases.Of(s, AccessFact.OfRegisters())), 50_000);

    [Test]
    public void Every_register_access_goes_where_the_manual_says_on_the_default_PE() =>
        Run(PeFeatures.Default, Situation.All(PeFeatures.Default).SelectMany(s => AccessCases.Of(s, AccessFact.OfRegisters())), 50_000);

    [Test]
    public void Every_system_instruction_goes_where_the_manual_says() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(s => AccessCases.Of(s, AccessFact.OfSystemInstructions())), 10_000);

    [Test]
    public void Of_two_traps_the_one_that_the_manual_names_first_is_taken([Values] bool host)
    {
        var situation = new Situation(AllFeatures, SecurityState.NonSecure, e2h: host, tge: host);
        var facts = AccessFact.OfRegisters().Concat(AccessFact.OfSystemInstructions()).Concat(AccessFact.OfInstructions());
        Run(AllFeatures, AccessCases.PairsOf(situation, facts), 2_000);
    }

    [Test]
    public void Every_other_instruction_that_a_control_traps_goes_where_the_manual_says() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(s => AccessCases.Of(s, AccessFact.OfInstructions())), 3_000);

    [Test]
    public void Every_register_with_a_second_name_is_reached_by_the_right_names() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(RedirectionCases.Of), 2_000);

    [Test]
    public void Every_exception_return_goes_to_its_level_or_is_illegal() =>
        Run(PeFeatures.Default, Situation.All(PeFeatures.Default).SelectMany(IllegalReturnCases.Of), 2_000);

    [Test]
    public void Every_instruction_is_stepped_where_debug_exceptions_are_enabled() =>
        Run(PeFeatures.Default, Situation.All(PeFeatures.Default).SelectMany(StepCases.Of), 5_000);

    [Test]
    public void Every_abort_and_debug_event_has_its_syndrome() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(ExceptionCases.Of), 800);

    [Test]
    public void A_failing_authentication_traps_or_poisons_the_address(
        [Values("", "-FEAT_FPACCOMBINE", "-FEAT_FPACCOMBINE,-FEAT_FPAC", "-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2",
            "-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2,-FEAT_EPAC")] string without)
    {
        PeFeatures features = without.Length == 0 ? PeFeatures.Default : PeFeatures.Default.With(without);
        Run(features, Situation.All(features).SelectMany(PointerAuthenticationCases.Of), 600);
    }

    [Test]
    public void Every_exception_class_is_met_at_every_level_that_takes_it()
    {
        var met = Situation.All(AllFeatures).SelectMany(s => (IEnumerable<NativeCase>)
        [
            .. AccessCases.Of(s, AccessFact.OfRegisters()), .. AccessCases.Of(s, AccessFact.OfInstructions()), .. IllegalReturnCases.Of(s),
            .. StepCases.Of(s), .. ExceptionCases.Of(s), .. PointerAuthenticationCases.Of(s),
        ]).Select(row => (row.End.Level, (ExceptionClass)(row.End.Syndrome >> 26))).ToHashSet();
        var missing = from ec in Enum.GetValues<ExceptionClass>() from level in LevelsOf(ec) where !met.Contains((level, ec)) select $"{ec} at EL{level}";
        Assert.That(missing, Is.Empty);
    }

    private static int[] LevelsOf(ExceptionClass ec) => ec switch
    {
        // FEAT_LS64, FEAT_D128, SVE, SME, GCS and FEAT_SPE_EXC are absent; FPCR's trap bits are RAZ.
        ExceptionClass.TrappedOther or ExceptionClass.TrappedSystem128 or ExceptionClass.TrappedSve or ExceptionClass.TrappedSme
            or ExceptionClass.GuardedControlStack or ExceptionClass.Profiling or ExceptionClass.ImplementationDefined
            or ExceptionClass.TrappedFpException => [],
        ExceptionClass.SError => [1], // EL2's and EL3's are physical: a device reports them.
        ExceptionClass.GranuleProtectionCheck => [3],
        ExceptionClass.TrappedEret => [2],
        ExceptionClass.Hvc64 or ExceptionClass.Smc64 or ExceptionClass.TrappedPointerAuthentication => [2, 3],
        >= ExceptionClass.BreakpointLower and <= ExceptionClass.WatchpointSame => [1, 2],
        _ => [1, 2, 3],
    };

    private static void Run(PeFeatures features, IEnumerable<NativeCase> cases, int atLeast)
    {
        var table = new CaseTable();
        var classes = new ulong[3];
        foreach (NativeCase row in cases)
        {
            table.Add(row);
            classes[row.End.Level - 1] |= 1UL << (int)(row.End.Syndrome >> 26);
        }
        using var machine = new NativeMachine("matrix.bin", features);
        foreach (var (address, bytes) in table.Parts())
            machine.Load(address, bytes);
        string[] lines = machine.RunToSleep(
            1_000 + (ulong)table.Count * 5_000, () => $"does not end: {table.NameOf(machine.Read(CaseTable.CurrentRow))}");
        Assert.That(lines[^2], Is.EqualTo($"{table.Count} passed, 0 failed"), string.Join('\n', lines.Take(60)));
        Assert.That(lines[^1], Is.EqualTo($"classes {classes[0]:x16} {classes[1]:x16} {classes[2]:x16}"));
        TestContext.Out.WriteLine($"{table.Count} rows");
        Assert.That(table.Count, Is.GreaterThan(atLeast));
    }
}
