using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>PSTATE.{PAN,UAO,DIT,SSBS}: the two ways to write them, and what exceptions do to them.</summary>
internal sealed class ProcessStateTests
{
    private static readonly PeFeatures All = new([Feature.FEAT_PAN, Feature.FEAT_UAO, Feature.FEAT_DIT, Feature.FEAT_SSBS]);

    private static readonly (SystemRegister Register, ulong Mask, uint Op1, uint Op2)[] Fields =
    [
        (SystemRegister.UAO, PSTATE.UAO, 0, 3),
        (SystemRegister.PAN, PSTATE.PAN, 0, 4),
        (SystemRegister.SSBS, PSTATE.SSBS, 3, 1),
        (SystemRegister.DIT, PSTATE.DIT, 3, 2),
    ];

    [Test]
    public void Immediate_and_register_moves_reach_the_field_and_no_other([Range(0, 3)] int n)
    {
        using var machine = new TestPe(All);
        machine.At(ExceptionLevel.EL1);
        var (register, mask, op1, op2) = Fields[n];
        ulong before = machine.Pe.Pstate;
        machine.Run(Immediate(op1, op2, 1), A64.Mrs(0, register));
        Assert.That((machine.Pe.Pstate, machine.Pe.X(0)), Is.EqualTo((before | mask, mask)));
        machine.Run(Immediate(op1, op2, 14), A64.Mrs(0, register));
        Assert.That((machine.Pe.Pstate, machine.Pe.X(0)), Is.EqualTo((before, 0UL)), "bit 0 of the immediate decides");
        machine.Pe.X(1) = ulong.MaxValue;
        machine.Run(A64.Msr(register, 1), A64.Mrs(0, register));
        Assert.That((machine.Pe.Pstate, machine.Pe.X(0)), Is.EqualTo((before | mask, mask)));
        Assert.That(machine.Exceptions, Is.Empty);
    }

    [Test]
    public void EL0_reaches_DIT_and_SSBS_only([Range(0, 3)] int n, [Values] bool immediate)
    {
        using var machine = new TestPe(All);
        machine.At(ExceptionLevel.EL0);
        var (register, mask, op1, op2) = Fields[n];
        machine.Pe.X(1) = mask;
        machine.Run(immediate ? Immediate(op1, op2, 1) : A64.Msr(register, 1));
        if (op1 == 3)
            Assert.That((machine.Exceptions.Count, machine.Pe.Pstate & mask), Is.EqualTo((0, mask)));
        else
            Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void Without_its_feature_a_field_is_UNDEFINED_and_stays_zero([Range(0, 3)] int n)
    {
        var (register, mask, op1, op2) = Fields[n];
        foreach (uint word in new[] { Immediate(op1, op2, 1), A64.Msr(register, 1), A64.Mrs(1, register) })
        {
            using var machine = new TestPe(new PeFeatures([]));
            machine.At(ExceptionLevel.EL1).Run(word);
            Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
            machine.Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, true, 0).Value | mask;
            machine.At(ExceptionLevel.EL3).Pe.ExceptionReturn();
            Assert.That(machine.Pe.Pstate & mask, Is.Zero);
        }
    }

    [Test]
    public void An_exception_saves_the_fields_and_its_return_restores_them()
    {
        using var machine = new TestPe(All);
        machine.At(ExceptionLevel.EL1);
        foreach (var (_, _, op1, op2) in Fields)
            machine.Run(Immediate(op1, op2, 1));
        ulong all = machine.Pe.Pstate;
        machine.Run(A64.Smc());
        Assert.That(machine.Pe[SystemRegister.SPSR_EL3], Is.EqualTo(all));
        Assert.That(machine.Pe.Pstate & (PSTATE.UAO | PSTATE.SSBS), Is.Zero, "cleared by the exception");
        Assert.That(machine.Pe.Pstate & (PSTATE.PAN | PSTATE.DIT), Is.EqualTo(PSTATE.PAN | PSTATE.DIT), "kept by the exception");
        machine.Pe.ExceptionReturn();
        Assert.That(machine.Pe.Pstate, Is.EqualTo(all));
    }

    [Test]
    public void An_exception_to_EL1_sets_PAN_unless_SPAN([Values] bool span)
    {
        using var machine = new TestPe(All);
        machine.Pe[SystemRegister.SCTLR_EL1] = span ? SCTLR_ELx.SPAN : 0;
        machine.At(ExceptionLevel.EL0).Run(A64.Svc());
        Assert.That(machine.Pe.CurrentLevel, Is.EqualTo(ExceptionLevel.EL1));
        Assert.That(machine.Pe.Pan, Is.EqualTo(!span));
    }

    [Test]
    public void SSBS_is_DSSBS_of_the_level_that_takes_the_exception([Values] bool dssbs)
    {
        using var machine = new TestPe(All);
        machine.Pe[SystemRegister.SCTLR_EL2] = dssbs ? SCTLR_ELx.DSSBS : 0;
        machine.Pe[SystemRegister.SCTLR_EL1] = dssbs ? 0 : SCTLR_ELx.DSSBS;
        machine.At(ExceptionLevel.EL1).Run(A64.Hvc());
        Assert.That((machine.Pe.CurrentLevel, machine.Pe.Ssbs), Is.EqualTo((ExceptionLevel.EL2, dssbs)));
    }

    private static uint Immediate(uint op1, uint op2, uint imm) => A64.Word(A64Op.MSR_imm, ('e', op1), ('q', op2), ('k', imm));
}
