using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu.Tests;

public sealed unsafe class PeFeaturesTests
{
    [Test]
    public void The_highest_value_of_a_field_is_promised_and_absence_where_it_has_a_value()
    {
        var none = new PeFeatures([]);
        Assert.That(none.IdentificationOf(SystemRegister.ID_AA64PFR0_EL1), Is.EqualTo(0x0010_0010_00FF_1111));
        var some = new PeFeatures([Feature.FEAT_FP, Feature.FEAT_AdvSIMD, Feature.FEAT_LRCPC3, Feature.FEAT_LRCPC, Feature.FEAT_LRCPC2]);
        Assert.That(some.IdentificationOf(SystemRegister.ID_AA64PFR0_EL1), Is.EqualTo(0x0010_0010_0000_1111));
        Assert.That(some.IdentificationOf(SystemRegister.ID_AA64ISAR1_EL1), Is.EqualTo(3UL << 20));
    }

    [TestCase(Feature.FEAT_PACQARMA5, SystemRegister.ID_AA64ISAR1_EL1, 4, 24)]
    [TestCase(Feature.FEAT_PACIMP, SystemRegister.ID_AA64ISAR1_EL1, 8, 28)]
    [TestCase(Feature.FEAT_PACQARMA3, SystemRegister.ID_AA64ISAR2_EL1, 12, 8)]
    public void Authentication_is_promised_in_the_fields_of_its_algorithm(Feature algorithm, SystemRegister register, int address, int generic)
    {
        var features = new PeFeatures([algorithm, Feature.FEAT_PAuth, Feature.FEAT_PAuth2, Feature.FEAT_FPAC]);
        Assert.That(features.IdentificationOf(register), Is.EqualTo(4UL << address | 1UL << generic));
        SystemRegister other = register == SystemRegister.ID_AA64ISAR1_EL1 ? SystemRegister.ID_AA64ISAR2_EL1 : SystemRegister.ID_AA64ISAR1_EL1;
        Assert.That(features.IdentificationOf(other), Is.Zero);
    }

    [Test]
    public void A_PE_shows_the_fields_of_its_features_in_every_register()
    {
        using var machine = new TestPe();
        for (SystemRegister id = SystemRegister.ID_AA64PFR0_EL1; id <= SystemRegister.ID_AA64MMFR4_EL1; id++)
            Assert.That(machine.Pe[id], Is.EqualTo(PeFeatures.Default.IdentificationOf(id)), $"{id}");
    }

    /// <summary>A feature that is on gates encodings that all have a meaning, or the PE would promise what it does not keep.</summary>
    [Test]
    public void Every_encoding_of_a_feature_that_is_on_executes()
    {
        foreach (FeatureReport row in FeatureReport.All().Where(row => row.Info.IsDefault && row.Info.Feature != Feature.Base))
            Assert.That(row.Executing, Is.EqualTo(row.Encodings), row.Info.Name);
    }

    [Test]
    public void A_feature_switched_off_takes_its_encodings_registers_and_fields_along()
    {
        PeFeatures without = PeFeatures.Default.With("-FEAT_CRC32");
        DecodedOp op = default;
        Instruction crc = Decoder.Decode(A64.Word(A64Op.CRC32B));
        Assert.That((nint)Predecoder.Predecode(crc, 0, without, &op), Is.EqualTo((nint)Predecoder.Predecode(default, 0, without, &op)));
        Assert.That(without.IdentificationOf(SystemRegister.ID_AA64ISAR0_EL1) >> 16 & 0xF, Is.Zero);
        Assert.That(() => PeFeatures.Default.With("-FEAT_RNG"), Throws.ArgumentException);
    }
}
