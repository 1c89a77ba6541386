using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Who may touch FPCR, FPSR and V0-V31, and which exception it is otherwise.</summary>
internal sealed class FpAccessTests
{
    private const ulong Iss = 1UL << 24 | 14UL << 20;
    private static readonly PeFeatures WithFp = new([Feature.FEAT_FP, Feature.FEAT_AdvSIMD]);

    [Test]
    public void Every_control_traps_where_the_manual_says_so(
        [Values(0, 1, 2, 3)] int level, [Values(0, 1, 2, 3)] int fpen, [Values] bool tfp2, [Values] bool tfp3, [Values] bool tge)
    {
        // An exception return to EL1 is illegal while TGE is set.
        if (tge && level == 1)
            Assert.Pass();
        using var machine = new TestPe(WithFp);
        var el = (ExceptionLevel)level;
        machine.Pe[SystemRegister.CPACR_EL1] = CPACR_EL1.FPEN.Set(0, (ulong)fpen);
        machine.Pe[SystemRegister.CPTR_EL2] = tfp2 ? CPTR_EL2.TFP : 0;
        machine.Pe[SystemRegister.CPTR_EL3] = tfp3 ? CPTR_EL3.TFP : 0;
        machine.Pe[SystemRegister.HCR_EL2] = tge ? HCR_EL2.TGE : 0;
        machine.At(el).Run(A64.Msr(SystemRegister.FPCR, 0));

        bool byEl1 = level <= 1 && (fpen is 0 or 2 || (fpen == 1 && level == 0));
        if (byEl1 && tge)
        {
            Assert.That(machine.Last.Target, Is.EqualTo(ExceptionLevel.EL2));
            Assert.That(machine.Esr, Is.EqualTo(EsrValue.Create(ExceptionClass.Unknown, 0)));
            return;
        }
        ExceptionLevel? expected = byEl1 ? ExceptionLevel.EL1
            : level <= 2 && tfp2 ? ExceptionLevel.EL2
            : tfp3 ? ExceptionLevel.EL3 : null;
        Assert.That(machine.Exceptions, Has.Count.EqualTo(expected is null ? 0 : 1));
        if (expected is not { } target)
            return;
        Assert.That(machine.Last.Target, Is.EqualTo(target));
        Assert.That(machine.Esr, Is.EqualTo(EsrValue.Create(ExceptionClass.TrappedFpSimd, Iss)));
        Assert.That(machine.Last.ReturnAddress, Is.EqualTo(TestPe.Code));
    }

    [Test]
    public void A_control_counts_from_the_next_instruction_on([Values] bool opens)
    {
        using var machine = new TestPe(WithFp);
        ulong open = CPACR_EL1.FPEN.Set(0, 3);
        machine.Pe[SystemRegister.CPACR_EL1] = opens ? 0 : open;
        machine.Pe.X(1) = opens ? open : 0;
        machine.At(ExceptionLevel.EL1).Run(A64.Msr(SystemRegister.CPACR_EL1, 1), A64.Msr(SystemRegister.FPCR, 0));
        Assert.That(machine.Exceptions, Has.Count.EqualTo(opens ? 0 : 1));
    }

    [Test]
    public void Secure_state_has_no_EL2_to_trap_to()
    {
        using var machine = new TestPe(WithFp);
        machine.Pe[SystemRegister.CPACR_EL1] = CPACR_EL1.FPEN.Mask;
        machine.Pe[SystemRegister.CPTR_EL2] = CPTR_EL2.TFP;
        machine.At(ExceptionLevel.EL1, SecurityState.Secure).Run(A64.Mrs(0, SystemRegister.FPSR));
        Assert.That(machine.Exceptions, Is.Empty);
    }

    [Test]
    public void Opening_the_access_takes_effect_at_the_next_instruction()
    {
        using var machine = new TestPe(WithFp);
        machine.Pe[SystemRegister.CPTR_EL2] = 0;
        machine.At(ExceptionLevel.EL1);
        machine.Pe.X(0) = CPACR_EL1.FPEN.Mask;
        machine.Run(A64.Msr(SystemRegister.CPACR_EL1, 0), A64.Msr(SystemRegister.FPCR, 1), A64.Msr(SystemRegister.CPACR_EL1, 1));
        Assert.That(machine.Exceptions, Is.Empty);
        machine.Run(A64.Msr(SystemRegister.FPCR, 1));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.TrappedFpSimd));
    }

    [TestCase(false, 0x07C0_0000u)]
    [TestCase(true, 0x07C8_0000u)]
    public void FPCR_keeps_the_bits_of_implemented_features(bool half, uint kept)
    {
        using var machine = new TestPe(half ? new PeFeatures([Feature.FEAT_FP, Feature.FEAT_FP16]) : WithFp);
        machine.Pe.X(1) = ulong.MaxValue;
        machine.Run(A64.Msr(SystemRegister.FPCR, 1), A64.Mrs(0, SystemRegister.FPCR), A64.Msr(SystemRegister.FPSR, 1), A64.Mrs(2, SystemRegister.FPSR));
        Assert.That(machine.Exceptions, Is.Empty);
        Assert.That(machine.Pe.X(0), Is.EqualTo(kept));
        Assert.That(machine.Pe.X(2), Is.EqualTo(0x0800_009F));
        machine.Pe.Reset();
        Assert.That(machine.Pe[SystemRegister.FPCR] | machine.Pe[SystemRegister.FPSR], Is.Zero);
    }

    [Test]
    public void Without_FEAT_FP_the_registers_are_UNDEFINED()
    {
        using var machine = new TestPe(new PeFeatures([]));
        machine.Run(A64.Mrs(0, SystemRegister.FPCR));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }
}
