using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>Reset values and RES0/RES1 masks, for each register because it has a line, and for the fields of features by name.</summary>
public sealed class RegisterMaskTests
{
    private static readonly PeFeatures Everything = new(Enum.GetValues<Feature>());
    private static readonly PeFeatures Nothing = new([]);

    // Reading or writing these is more than reading and writing what was stored.
    private static bool IsMoreThanStorage(R register) => register is R.OSLAR_EL1 or R.SP_EL0 or R.SP_EL1 or R.SP_EL2 or R.GPCCR_EL3 or R.GPTBR_EL3
        or R.NZCV or R.DAIF or R.SPSel or R.CurrentEL or R.PAN or R.UAO or R.DIT or R.SSBS or R.ISR_EL1 or R.MDSCR_EL1 or R.FPCR or R.FPSR
        or (>= R.CNTPCT_EL0 and <= R.CNTPS_TVAL_EL1 and not (R.CNTKCTL_EL1 or R.CNTHCTL_EL2 or R.CNTVOFF_EL2 or R.CNTPOFF_EL2))
        or (>= R.PMCR_EL0 and <= R.PMEVTYPER30_EL0) or (>= R.AMCR_EL0 and <= R.AMEVTYPER03_EL0) or R.OSECCR_EL1
        or (>= R.MDCCSR_EL0 and <= R.OSDTRTX_EL1);

    [Test]
    public void Every_register_resets_to_its_value_and_keeps_the_bits_of_its_mask([Values] bool rich, [Values] bool e2h)
    {
        PeFeatures features = rich ? Everything : Nothing;
        using var machine = new TestPe(features);
        using var fresh = new ProcessingElement(0, machine.Memory, features, machine);
        foreach (SystemRegisterInfo info in SystemRegisterTable.All.Where(info => info.AliasOf == R.None && !IsMoreThanStorage(info.Register)))
        {
            if (info.Encoding.CRn != 0 && info.Register is not (R.MDCR_EL2 or R.CNTFRQ_EL0 or R.DBGCLAIMSET_EL1))
                Assert.That(fresh[info.Register], Is.EqualTo(info.ResetValue), $"{info.Name} at reset");
            if (!info.CanWrite || info.Effect != WriteEffect.Replace || info.Register is R.HCR_EL2)
                continue;
            machine.Pe[R.HCR_EL2] = e2h ? HCR_EL2.E2H : 0;
            RegisterLayout layout = (machine.Pe[R.HCR_EL2] & HCR_EL2.E2H) != 0 && info.HostLayout is { } host ? host : info.Layout;
            ulong mask = layout.WriteMask(features.Has), ones = layout.FixedOnes(features.Has);
            machine.Pe[info.Register] = ulong.MaxValue;
            Assert.That(machine.Pe[info.Register], Is.EqualTo(mask | ones), $"{info.Name}, all ones");
            machine.Pe[info.Register] = 0;
            Assert.That(machine.Pe[info.Register], Is.EqualTo(ones), $"{info.Name}, all zeros");
        }
    }

    // Register, feature, bits: read from the field descriptions of D24.
    [TestCase(R.HCR_EL2, Feature.FEAT_VHE, 0x4_0000_0000UL)]
    [TestCase(R.HCR_EL2, Feature.FEAT_EVT, 0x00D6_0000_0000_0000UL)]
    [TestCase(R.HCR_EL2, Feature.FEAT_PAuth, 0x0300_0000_0000UL)]
    [TestCase(R.HCR_EL2, Feature.FEAT_TWED, 0xF800_0000_0000_0000UL)]
    [TestCase(R.SCR_EL3, Feature.FEAT_FGT, 0x0800_0000UL)]
    [TestCase(R.SCR_EL3, Feature.FEAT_HCX, 0x40_0000_0000UL)]
    [TestCase(R.SCR_EL3, Feature.FEAT_CSV2_2, 0x0200_0000UL)]
    [TestCase(R.SCTLR_EL1, Feature.FEAT_PAuth, 0xC800_2000UL)]
    [TestCase(R.SCTLR_EL1, Feature.FEAT_BTI, 0x18_0000_0000UL)]
    [TestCase(R.SCTLR_EL1, Feature.FEAT_PAN, 0x0080_0000UL)]
    [TestCase(R.SCTLR_EL3, Feature.FEAT_BTI, 0x10_0000_0000UL)]
    [TestCase(R.MDCR_EL2, Feature.FEAT_PMUv3, 0xFFUL)]
    [TestCase(R.MDCR_EL2, Feature.FEAT_TRF, 0x0008_0000UL)]
    [TestCase(R.CPTR_EL3, Feature.FEAT_AMUv1, 0x4000_0000UL)]
    [TestCase(R.CNTHCTL_EL2, Feature.FEAT_ECV, 0x0003_E000UL)]
    [TestCase(R.TCR_EL1, Feature.FEAT_HAFDBS, 0x0180_0000_0000UL)]
    [TestCase(R.TCR_EL1, Feature.FEAT_E0PD, 0x0180_0000_0000_0000UL)]
    [TestCase(R.VTCR_EL2, Feature.FEAT_HAFDBS, 0x0060_0000UL)]
    [TestCase(R.HCRX_EL2, Feature.FEAT_MOPS, 0xC00UL)]
    [TestCase(R.HFGRTR_EL2, Feature.FEAT_RAS, 0x0002_3F00_0000_0000UL & ~0x0000_0400_0000_0000UL | 0x0000_0400_0000_0000UL)]
    public void A_field_of_an_absent_feature_cannot_be_written(R register, Feature feature, ulong bits)
    {
        using var with = new TestPe(new PeFeatures([feature]));
        using var without = new TestPe(new PeFeatures([]));
        with.Pe[register] = ulong.MaxValue;
        without.Pe[register] = 0;
        ulong zero = without.Pe[register];
        without.Pe[register] = ulong.MaxValue;
        Assert.That(with.Pe[register] & bits, Is.EqualTo(bits));
        Assert.That(without.Pe[register] & bits, Is.EqualTo(zero & bits), "fixed");
    }

    [Test]
    public void CPTR_and_SCTLR_of_EL2_have_another_layout_for_a_host()
    {
        using var machine = new TestPe(Everything);
        machine.Pe[R.HCR_EL2] = 0;
        machine.Pe[R.CPTR_EL2] = 0;
        Assert.That(machine.Pe[R.CPTR_EL2], Is.EqualTo(0x33FF));
        machine.Pe[R.HCR_EL2] = HCR_EL2.E2H;
        machine.Pe[R.CPTR_EL2] = 3UL << 20;
        Assert.That(machine.Pe[R.CPTR_EL2], Is.EqualTo(3UL << 20));
        machine.Pe[R.SCTLR_EL2] = SCTLR_ELx.UCI;
        Assert.That(machine.Pe[R.SCTLR_EL2] & SCTLR_ELx.UCI, Is.Not.Zero);
    }

    [Test]
    public void Names_that_set_and_clear_share_their_bits()
    {
        using var machine = new TestPe(Everything);
        machine.At(ExceptionLevel.EL1);
        machine.Pe.X(0) = 0b1010;
        machine.Pe.X(1) = 0b0010;
        machine.Run(A64.Msr(R.DBGCLAIMSET_EL1, 0), A64.Msr(R.DBGCLAIMCLR_EL1, 1), A64.Mrs(2, R.DBGCLAIMCLR_EL1), A64.Mrs(3, R.DBGCLAIMSET_EL1));
        Assert.That((machine.Pe.X(2), machine.Pe.X(3)), Is.EqualTo((0b1000UL, 0xFFUL)));
        machine.At(ExceptionLevel.EL2);
        machine.Run(A64.Msr(R.PMCNTENSET_EL0, 0), A64.Msr(R.PMCNTENCLR_EL0, 1), A64.Mrs(2, R.PMCNTENSET_EL0), A64.Mrs(3, R.PMCNTENCLR_EL0));
        Assert.That((machine.Pe.X(2), machine.Pe.X(3)), Is.EqualTo((0b1000UL, 0b1000UL)));
    }
}
