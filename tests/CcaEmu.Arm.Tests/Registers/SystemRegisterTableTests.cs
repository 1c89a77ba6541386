using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Tests.Registers;

public class SystemRegisterTableTests
{
    [Test]
    public void Every_member_of_the_enumeration_has_exactly_one_line()
    {
        var lines = SystemRegisterTable.Groups().SelectMany(group => group).Select(line => line.Register).ToArray();
        var members = Enum.GetValues<SystemRegister>().Where(register => register != SystemRegister.None);
        Assert.That(lines, Is.EqualTo(members), "lines stand in the order of the enumeration, none missing, none twice");
    }

    [Test]
    public void No_two_registers_share_an_encoding()
    {
        var encodings = SystemRegisterTable.All.Select(line => line.Encoding.Value);
        Assert.That(encodings, Is.Unique);
    }

    [Test]
    public void Every_line_is_found_by_its_encoding_and_no_other_encoding_is()
    {
        var found = 0;
        for (var encoding = 0; encoding < SystemRegisterEncoding.Space; encoding++)
        {
            if (!SystemRegisterTable.TryFind((ushort)encoding, out var register)) continue;
            found++;
            Assert.That(SystemRegisterTable.Get(register).Encoding.Value, Is.EqualTo(encoding));
        }

        Assert.That(found, Is.EqualTo(SystemRegisterTable.Count - 1));
    }

    [TestCase(SystemRegister.SCR_EL3, 3, 6, 1, 1, 0)]
    [TestCase(SystemRegister.GPCCR_EL3, 3, 6, 2, 1, 6)]
    [TestCase(SystemRegister.GPTBR_EL3, 3, 6, 2, 1, 4)]
    [TestCase(SystemRegister.MFAR_EL3, 3, 6, 6, 0, 5)]
    [TestCase(SystemRegister.MPIDR_EL1, 3, 0, 0, 0, 5)]
    [TestCase(SystemRegister.CNTVCT_EL0, 3, 3, 14, 0, 2)]
    [TestCase(SystemRegister.ICH_LR15_EL2, 3, 4, 12, 13, 7)]
    [TestCase(SystemRegister.DBGWCR5_EL1, 2, 0, 0, 5, 7)]
    [TestCase(SystemRegister.ID_AA64PFR2_EL1, 3, 0, 0, 4, 2)]
    [TestCase(SystemRegister.RNDR, 3, 3, 2, 4, 0)]
    [TestCase(SystemRegister.SPSR_EL12, 3, 5, 4, 0, 0)]
    public void Encodings_are_those_of_the_manual(SystemRegister register, int op0, int op1, int crn, int crm, int op2)
    {
        var encoding = SystemRegisterTable.Get(register).Encoding;
        Assert.That((encoding.Op0, encoding.Op1, encoding.CRn, encoding.CRm, encoding.Op2), Is.EqualTo((op0, op1, crn, crm, op2)));
    }

    [TestCase(SystemRegister.TPIDR_EL0, ExceptionLevel.EL0)]
    [TestCase(SystemRegister.SCTLR_EL1, ExceptionLevel.EL1)]
    [TestCase(SystemRegister.HCR_EL2, ExceptionLevel.EL2)]
    [TestCase(SystemRegister.SCTLR_EL12, ExceptionLevel.EL2)]
    [TestCase(SystemRegister.SCR_EL3, ExceptionLevel.EL3)]
    [TestCase(SystemRegister.SP_EL2, ExceptionLevel.EL3)]
    [TestCase(SystemRegister.CNTPS_CTL_EL1, ExceptionLevel.EL1)]
    public void The_lowest_level_follows_from_op1(SystemRegister register, ExceptionLevel level) =>
        Assert.That(SystemRegisterTable.Get(register).MinimumReadLevel, Is.EqualTo(level));

    [Test]
    public void The_counter_frequency_and_the_read_only_thread_id_are_written_from_higher_levels_only()
    {
        Assert.That(SystemRegisterTable.Get(SystemRegister.CNTFRQ_EL0).MinimumWriteLevel, Is.EqualTo(ExceptionLevel.EL3));
        Assert.That(SystemRegisterTable.Get(SystemRegister.TPIDRRO_EL0).MinimumWriteLevel, Is.EqualTo(ExceptionLevel.EL1));
    }

    [Test]
    public void An_alias_names_a_register_that_is_no_alias()
    {
        var aliases = SystemRegisterTable.All.Where(line => line.AliasOf != SystemRegister.None).ToArray();
        Assert.That(aliases, Has.Length.EqualTo(27));
        Assert.That(aliases.Select(line => SystemRegisterTable.Get(line.AliasOf).AliasOf), Is.All.EqualTo(SystemRegister.None));
        Assert.That(aliases.Select(line => line.Encoding.Op1), Is.All.EqualTo(5));
    }

    [Test]
    public void Every_reset_value_is_one_a_write_could_leave()
    {
        foreach (var line in SystemRegisterTable.All.Where(line => line.CanWrite))
            Assert.That(line.Legalize(line.ResetValue), Is.EqualTo(line.ResetValue), line.Name);
    }

    [Test]
    public void A_write_of_all_zeros_and_all_ones_leaves_the_fixed_bits_of_sctlr_el2()
    {
        var line = SystemRegisterTable.Get(SystemRegister.SCTLR_EL2);
        Assert.That(line.Legalize(0), Is.EqualTo(0x30C5_0830UL));
        Assert.That(line.Legalize(ulong.MaxValue) & 0x30C5_0830UL, Is.EqualTo(0x30C5_0830UL));
        Assert.That(line.Legalize(ulong.MaxValue) & (1UL << 25), Is.Zero, "EE: no mixed-endian data");
    }

    [TestCase(0x30731UL)]
    [TestCase(0x4000_0040_1803_0731UL)]
    public void Scr_el3_holds_the_values_a_monitor_writes_for_the_two_worlds(ulong value) =>
        Assert.That(SystemRegisterTable.Get(SystemRegister.SCR_EL3).Legalize(value), Is.EqualTo(value));

    [Test]
    public void None_has_no_line() =>
        Assert.That(() => SystemRegisterTable.Get(SystemRegister.None), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void An_unknown_encoding_is_named_by_its_numbers()
    {
        Assert.That(SystemRegisterTable.NameOf(SystemRegisterEncoding.Pack(3, 0, 15, 2, 7).Value), Is.EqualTo("S3_0_C15_C2_7"));
        Assert.That(SystemRegisterTable.NameOf(SystemRegisterEncoding.Pack(3, 6, 1, 1, 0).Value), Is.EqualTo("SCR_EL3"));
    }

    [TestCase(3, 0, 0, 7, 7, true)]
    [TestCase(3, 0, 0, 1, 0, true)]
    [TestCase(3, 0, 0, 0, 0, false)]
    [TestCase(3, 0, 0, 8, 0, false)]
    [TestCase(3, 1, 0, 4, 0, false)]
    public void The_identification_space_is_crm_one_to_seven(int op0, int op1, int crn, int crm, int op2, bool inside) =>
        Assert.That(SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2).IsIdentificationSpace, Is.EqualTo(inside));
}
