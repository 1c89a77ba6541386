using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CsCheck;

namespace CcaEmu.Arm.Tests.Registers;

public class RegisterValueTests
{
    [TestCase(0x30731UL, SecurityState.NonSecure)]
    [TestCase(0x4000_0040_1803_0731UL, SecurityState.Realm)]
    [TestCase(0x30730UL, SecurityState.Secure)]
    public void Scr_el3_names_the_world_below(ulong value, SecurityState state)
    {
        var scr = new ScrEl3(value);
        Assert.That(scr.SecurityState, Is.EqualTo(state));
        Assert.That(scr.IsReservedState, Is.False);
        Assert.That(scr.WithSecurityState(SecurityState.Realm).WithSecurityState(state), Is.EqualTo(scr));
    }

    [Test]
    public void Scr_el3_with_nse_alone_is_reserved() =>
        Assert.That(new ScrEl3(SCR_EL3.NSE).IsReservedState, Is.True);

    [Test]
    public void Hpfar_holds_the_page_of_the_ipa()
    {
        var hpfar = HpfarEl2.Create(new Ipa(0x1_8000_1234));
        Assert.That(hpfar.Value, Is.EqualTo(0x1_8000_1000UL >> 12 << 4));
        Assert.That(hpfar.Page, Is.EqualTo(new Ipa(0x1_8000_1000)));
    }

    [Test]
    public void Mfar_holds_page_and_address_space([Values] Pas pas)
    {
        var mfar = MfarEl3.Create(0x8800_0ABC, pas);
        Assert.That((mfar.PageAddress, mfar.Pas), Is.EqualTo((0x8800_0000UL, pas)));
    }

    [Test]
    public void Spsr_of_an_rmm_entry_is_el2h_with_all_masked()
    {
        var spsr = SpsrValue.Create(ExceptionLevel.EL2, handler: true, daif: 0b1111);
        Assert.That(spsr.Value, Is.EqualTo(0x3C9UL));
        Assert.That((spsr.EL, spsr.SP, spsr.DAIF, spsr.nRW), Is.EqualTo((ExceptionLevel.EL2, true, 0b1111, false)));
        Assert.That(spsr.ToString(), Is.EqualTo("EL2h DAIF=1111 NZCV=0000"));
        Assert.That(SpsrValue.Create(ExceptionLevel.EL0, handler: true, daif: 0).Value, Is.Zero, "EL0 has no SP of its own");
    }

    [Test]
    public void Setting_a_field_changes_nothing_else() =>
        Gen.Select(Gen.Int[0, 63], Gen.Int[1, 64], Gen.ULong, Gen.ULong).Sample(
            (lsb, width, value, field) =>
            {
                var bits = new BitField(lsb, Math.Min(width, 64 - lsb));
                var set = bits.Set(value, field);
                return bits.Get(set) == bits.Get(field << lsb) && (set & ~bits.Mask) == (value & ~bits.Mask);
            },
            seed: "0000000000001");

    [Test]
    public void Gpccr_of_the_fvp_reads_as_one_tebibyte_of_4_kib_granules()
    {
        const ulong gpccr = 0x13502;
        Assert.That(GPCCR_EL3.PPS.Get(gpccr), Is.EqualTo(2), "40 bits");
        Assert.That(GPCCR_EL3.PGS.Get(gpccr), Is.Zero);
        Assert.That(GPCCR_EL3.SH.Get(gpccr), Is.EqualTo(3));
        Assert.That(gpccr & GPCCR_EL3.GPC, Is.Not.Zero);
        Assert.That(SystemRegisterTable.Get(SystemRegister.GPCCR_EL3).Legalize(gpccr), Is.EqualTo(gpccr));
    }
}
