using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Hints and barriers that only another observer could tell from nothing, and SYSL, of which there is none.</summary>
internal sealed class HintAndBarrierTests
{
    [Test]
    public void YIELD_changes_nothing_but_the_program_counter([Values] ExceptionLevel level) => ChangesNothing(A64.Word(A64Op.YIELD), level);

    [Test]
    public void Trace_and_profiling_barriers_change_nothing_but_the_program_counter(
        [Values] ExceptionLevel level, [Values(A64Op.PSB_CSYNC, A64Op.TSB_CSYNC)] A64Op op) =>
        ChangesNothing(A64.Word(op), level, "+FEAT_SPE,+FEAT_SPEv1p1,+FEAT_SPEv1p2,+FEAT_TRF");

    [Test]
    public void DSB_nXS_changes_nothing_but_the_program_counter([Values] ExceptionLevel level, [Values(0u, 1u, 2u, 3u)] uint option) =>
        ChangesNothing(A64.Word(A64Op.DSB_nXS, ('k', option)), level);

    [Test]
    public void DSB_nXS_is_UNDEFINED_without_FEAT_XS([Values(0u, 1u, 2u, 3u)] uint option)
    {
        using var machine = new TestPe(PeFeatures.Default.With("-FEAT_XS"));
        machine.At(ExceptionLevel.EL1).Run(A64.Word(A64Op.DSB_nXS, ('k', option)));
        Assert.That((machine.Esr.EC, machine.Last.Target), Is.EqualTo((ExceptionClass.Unknown, ExceptionLevel.EL1)));
    }

    [Test]
    public void SYSL_of_any_operation_is_UNDEFINED([Values] ExceptionLevel level)
    {
        using var machine = new TestPe();
        var random = new Random((int)level);
        for (int n = 0; n < 40; n++)
        {
            uint[] fields = [(uint)random.Next(8), (uint)random.Next(16), (uint)random.Next(16), (uint)random.Next(8)];
            if (fields[1] is 11 or 15)
                continue; // IMPLEMENTATION DEFINED space, which TIDCP may trap
            uint word = A64.Word(A64Op.SYSL, ('e', fields[0]), ('C', fields[1]), ('k', fields[2]), ('q', fields[3]), ('t', 0));
            machine.At(level).Run(word);
            Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), new Formatter().Format(Decoder.Decode(word), 0));
        }
    }

    private static void ChangesNothing(uint word, ExceptionLevel level, string features = "+FEAT_SB")
    {
        using var machine = new TestPe(PeFeatures.Default.With(features));
        machine.At(level);
        for (int n = 0; n < 31; n++)
            machine.Pe.X(n) = ~(ulong)n;
        machine.Pe.Nzcv = 5;
        machine.Run(word);
        Assert.That((machine.Exceptions.Count, machine.Pe.PC, machine.Pe.Nzcv, machine.Pe.CurrentLevel), Is.EqualTo((0, TestPe.Code + 4, 5, level)));
        for (int n = 0; n < 31; n++)
            Assert.That(machine.Pe.X(n), Is.EqualTo(~(ulong)n));
    }
}
