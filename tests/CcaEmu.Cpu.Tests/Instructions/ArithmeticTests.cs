using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Boundary values of the arithmetic, worked out by hand from the manual; the oracle test covers the breadth.</summary>
internal sealed class ArithmeticTests
{
    private const ulong Min64 = 1UL << 63;
    private TestPe _machine = null!;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    // N Z C V from bit 3 down.
    [TestCase(1u, 0UL, 0UL, 0UL, 0b0100)]
    [TestCase(1u, ulong.MaxValue, 1UL, 0UL, 0b0110)]
    [TestCase(1u, (ulong)long.MaxValue, 1UL, Min64, 0b1001)]
    [TestCase(1u, Min64, Min64, 0UL, 0b0111)]
    [TestCase(0u, 0xFFFF_FFFFUL, 1UL, 0UL, 0b0110)]
    [TestCase(0u, 0x7FFF_FFFFUL, 1UL, 0x8000_0000UL, 0b1001)]
    [TestCase(0u, 0xABCD_0000_8000_0000UL, 0x1234_0000_8000_0000UL, 0UL, 0b0111)]
    public void ADDS_sets_flags_at_the_boundaries(uint sf, ulong n, ulong m, ulong result, int nzcv) =>
        Assert.That(_machine.Compute(A64.Word(A64Op.ADDS_shift, ('f', sf), ('n', 1), ('m', 2)), n, m), Is.EqualTo((result, nzcv)));

    [TestCase(1u, 0UL, 0UL, 0UL, 0b0110)]
    [TestCase(1u, 0UL, 1UL, ulong.MaxValue, 0b1000)]
    [TestCase(1u, Min64, 1UL, (ulong)long.MaxValue, 0b0011)]
    [TestCase(1u, (ulong)long.MaxValue, ulong.MaxValue, Min64, 0b1001)]
    [TestCase(0u, 0x8000_0000UL, 1UL, 0x7FFF_FFFFUL, 0b0011)]
    [TestCase(0u, 0xFFFF_FFFF_0000_0000UL, 1UL, 0xFFFF_FFFFUL, 0b1000)]
    public void SUBS_sets_flags_at_the_boundaries(uint sf, ulong n, ulong m, ulong result, int nzcv) =>
        Assert.That(_machine.Compute(A64.Word(A64Op.SUBS_shift, ('f', sf), ('n', 1), ('m', 2)), n, m), Is.EqualTo((result, nzcv)));

    [TestCase(0b0010, ulong.MaxValue, 0UL, 0UL, 0b0110)]
    [TestCase(0b0000, ulong.MaxValue, 0UL, ulong.MaxValue, 0b1000)]
    [TestCase(0b0010, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0b1010)]
    public void ADCS_carries_in_and_out(int nzcvBefore, ulong n, ulong m, ulong result, int nzcv) =>
        Assert.That(_machine.Compute(A64.Word(A64Op.ADCS, ('f', 1), ('n', 1), ('m', 2)), n, m, nzcv: nzcvBefore), Is.EqualTo((result, nzcv)));

    [TestCase(A64Op.UDIV, 1u, 7UL, 0UL, 0UL)]
    [TestCase(A64Op.SDIV, 1u, 7UL, 0UL, 0UL)]
    [TestCase(A64Op.SDIV, 1u, Min64, ulong.MaxValue, Min64)]
    [TestCase(A64Op.SDIV, 0u, 0x8000_0000UL, 0xFFFF_FFFFUL, 0x8000_0000UL)]
    [TestCase(A64Op.SDIV, 1u, unchecked((ulong)-7L), 2UL, unchecked((ulong)-3L))]
    [TestCase(A64Op.UDIV, 0u, 0xF_0000_0009UL, 0xF_0000_0002UL, 4UL)]
    public void Division_has_no_exceptions(A64Op op, uint sf, ulong n, ulong m, ulong result) =>
        Assert.That(_machine.Compute(A64.Word(op, ('f', sf), ('n', 1), ('m', 2)), n, m).Result, Is.EqualTo(result));

    [TestCase(A64Op.UMULH, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue - 1)]
    [TestCase(A64Op.SMULH, ulong.MaxValue, ulong.MaxValue, 0UL)]
    [TestCase(A64Op.SMULH, Min64, Min64, 1UL << 62)]
    [TestCase(A64Op.SMULH, Min64, 2UL, ulong.MaxValue)]
    public void High_halves_of_products(A64Op op, ulong n, ulong m, ulong result) =>
        Assert.That(_machine.Compute(A64.Word(op, ('n', 1), ('m', 2), ('x', 31)), n, m).Result, Is.EqualTo(result));

    // "123456789" one byte at a time: the check values of CRC-32 and CRC-32C.
    [TestCase(A64Op.CRC32B, 0xCBF4_3926u)]
    [TestCase(A64Op.CRC32CB, 0xE306_9283u)]
    public void CRC_of_the_check_string(A64Op op, uint check)
    {
        ulong acc = 0xFFFF_FFFF;
        foreach (char c in "123456789")
            acc = _machine.Compute(A64.Word(op, ('n', 1), ('m', 2)), acc, c).Result;
        Assert.That((uint)~acc, Is.EqualTo(check));
    }

    [TestCase(1u, 0u, 63u, 0xFEDC_BA98_7654_3210UL)]
    [TestCase(1u, 60u, 59u, 0xEDCB_A987_6543_2100UL)]
    [TestCase(1u, 4u, 63u, 0x0FED_CBA9_8765_4321UL)]
    [TestCase(0u, 8u, 15u, 0x32UL)]
    public void UBFM_extracts_and_places(uint sf, uint immr, uint imms, ulong result) =>
        Assert.That(
            _machine.Compute(A64.Word(A64Op.UBFM, ('f', sf), ('N', sf), ('r', immr), ('p', imms), ('n', 1)), 0xFEDC_BA98_7654_3210).Result,
            Is.EqualTo(result));

    [TestCase(1u, 0u, 31u, 0x0000_0000_7654_3210UL)]
    [TestCase(1u, 60u, 63u, 0xFFFF_FFFF_FFFF_FFFFUL)]
    [TestCase(0u, 12u, 15u, 0x3UL)]
    [TestCase(0u, 28u, 7u, 0x100UL)]
    public void SBFM_extends_the_sign(uint sf, uint immr, uint imms, ulong result) =>
        Assert.That(
            _machine.Compute(A64.Word(A64Op.SBFM, ('f', sf), ('N', sf), ('r', immr), ('p', imms), ('n', 1)), 0xFEDC_BA98_7654_3210).Result,
            Is.EqualTo(result));

    [Test]
    public void A_W_result_clears_the_upper_half([Values(A64Op.ADD_shift, A64Op.ORR_shift, A64Op.EON_shift, A64Op.SUB_shift)] A64Op op) =>
        Assert.That(_machine.Compute(A64.Word(op, ('n', 1), ('m', 2)), ulong.MaxValue, Min64).Result >> 32, Is.Zero);

    [Test]
    public void Register_31_is_zero_for_shifted_operands_and_SP_for_immediates()
    {
        _machine.Pe.SetStackPointer(Arm.ExceptionLevel.EL3, 0x1000);
        Assert.That(_machine.Compute(A64.Word(A64Op.ADD_shift, ('f', 1), ('n', 31), ('m', 1)), 5).Result, Is.EqualTo(5));
        Assert.That(_machine.Compute(A64.AddImm(0, 31, 16)).Result, Is.EqualTo(0x1010));
        _machine.Compute(A64.AddImm(31, 31, 16));
        Assert.That(_machine.Pe.GetStackPointer(Arm.ExceptionLevel.EL3), Is.EqualTo(0x1010));
        _machine.Compute(A64.SubsImm(31, 1, 1), 1);
        Assert.That(_machine.Pe.GetStackPointer(Arm.ExceptionLevel.EL3), Is.EqualTo(0x1010), "CMP writes no register");
        Assert.That(_machine.Pe.Nzcv, Is.EqualTo(0b0110));
    }

    [Test]
    public void Instructions_of_absent_features_are_undefined()
    {
        using var plain = new TestPe(new PeFeatures([]));
        foreach (A64Op op in new[] { A64Op.CRC32B, A64Op.LDADD, A64Op.CAS, A64Op.RMIF, A64Op.CFINV, A64Op.LDAPR, A64Op.SB })
        {
            plain.At(Arm.ExceptionLevel.EL1).Run(A64Table.Get(op).FixedValue);
            Assert.That(plain.Esr.EC, Is.EqualTo(Arm.Registers.ExceptionClass.Unknown), op.ToString());
        }
    }
}
