using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>CFP RCTX, DVP RCTX and CPP RCTX (FEAT_SPECRES): nothing is predicted, so only their traps show.</summary>
internal sealed class PredictionRestrictionTests
{
    [Test]
    public void SCTLR_EL1_EnRCTX_opens_them_to_EL0([Values(4u, 5u, 7u)] uint op2, [Values] bool enabled, [Values] bool tge)
    {
        using var machine = new TestPe();
        machine.Pe[SystemRegister.SCTLR_EL1] |= enabled ? SCTLR_ELx.EnRCTX : 0;
        machine.Pe[SystemRegister.HCR_EL2] |= tge ? HCR_EL2.TGE : 0;
        machine.At(ExceptionLevel.EL0).Run(A64.Sys(3, 7, 3, op2, 5));
        Assert.That(machine.Exceptions.Count, Is.EqualTo(enabled ? 0 : 1));
        if (enabled)
            return;
        Assert.That((machine.Esr.EC, machine.Last.Target), Is.EqualTo((ExceptionClass.TrappedSystem, tge ? ExceptionLevel.EL2 : ExceptionLevel.EL1)));
        Assert.That(machine.Esr.ISS, Is.EqualTo((uint)EsrValue.SystemTrapIss(SystemRegisterEncoding.Pack(1, 3, 7, 3, (int)op2), 5, isRead: false)));
    }

    [Test]
    public void Higher_levels_may_always_and_nobody_without_the_feature(
        [Values(4u, 5u, 7u)] uint op2, [Values(ExceptionLevel.EL1, ExceptionLevel.EL2, ExceptionLevel.EL3)] ExceptionLevel level)
    {
        using var machine = new TestPe();
        Assert.That(machine.At(level).Run(A64.Sys(3, 7, 3, op2, 5)).Exceptions, Is.Empty);
        using var without = new TestPe(new PeFeatures([]));
        Assert.That(without.At(level).Run(A64.Sys(3, 7, 3, op2, 5)).Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }
}
