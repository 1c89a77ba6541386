using CcaEmu.Arm.A64;
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
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(s => AccessCases.Of(s, AccessFact.OfRegisters())), 40_000);

    [Test]
    public void Every_register_access_goes_where_the_manual_says_on_the_default_PE() =>
        Run(PeFeatures.Default, Situation.All(PeFeatures.Default).SelectMany(s => AccessCases.Of(s, AccessFact.OfRegisters())), 40_000);

    [Test]
    public void Every_system_instruction_goes_where_the_manual_says() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(s => AccessCases.Of(s, AccessFact.OfSystemInstructions())), 5_000);

    [Test]
    public void Every_other_instruction_that_a_control_traps_goes_where_the_manual_says() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(s => AccessCases.Of(s, AccessFact.OfInstructions())), 1_000);

    [Test]
    public void Every_register_with_a_second_name_is_reached_by_the_right_names() =>
        Run(AllFeatures, Situation.All(AllFeatures).SelectMany(RedirectionCases.Of), 1_000);

    [Test]
    public void Every_exception_return_goes_to_its_level_or_is_illegal() =>
        Run(PeFeatures.Default, Situation.All(PeFeatures.Default).SelectMany(IllegalReturnCases.Of), 1_500);

    [Test]
    public void Every_instruction_is_stepped_where_debug_exceptions_are_enabled() =>
        Run(PeFeatures.Default, Situation.All(PeFeatures.Default).SelectMany(StepCases.Of), 3_000);

    private static void Run(PeFeatures features, IEnumerable<NativeCase> cases, int atLeast)
    {
        var table = new CaseTable();
        foreach (NativeCase row in cases)
            table.Add(row);
        using var machine = new NativeMachine("matrix.bin", features);
        foreach (var (address, bytes) in table.Parts())
            machine.Load(address, bytes);
        string[] lines = machine.RunToSleep(1_000 + (ulong)table.Count * 5_000);
        Assert.That(lines[^2], Is.EqualTo($"{table.Count} passed, 0 failed"), string.Join('\n', lines.Take(60)));
        Assert.That(table.Count, Is.GreaterThan(atLeast));
    }
}
