using System.Reflection;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CsCheck;

namespace CcaEmu.Arm.Tests.Rmi;

public class RmiStructureTests
{
    [TestCase(typeof(RmiRealmParamsLayout))]
    [TestCase(typeof(RmiRecParamsLayout))]
    [TestCase(typeof(RmiRecRunLayout))]
    [TestCase(typeof(RmiRmmConfigLayout))]
    [TestCase(typeof(RimDataDescriptorLayout))]
    [TestCase(typeof(RimRecDescriptorLayout))]
    [TestCase(typeof(RsiRealmConfigLayout))]
    [TestCase(typeof(RsiHostCallLayout))]
    public void Offsets_ascend_within_the_structure(Type layout)
    {
        var fields = layout.GetFields(BindingFlags.Public | BindingFlags.Static);
        var size = (int)fields.Single(field => field.Name == "Size").GetRawConstantValue()!;
        var offsets = fields.Where(field => field.Name != "Size").Select(field => (int)field.GetRawConstantValue()!).ToArray();
        Assert.That(offsets, Is.Ordered.Ascending.And.Unique.And.All.LessThan(size));
    }

    [Test]
    public void Offsets_are_those_of_the_specification()
    {
        Assert.Multiple(() =>
        {
            Assert.That(RmiRealmParamsLayout.HashAlgo, Is.EqualTo(0x30));
            Assert.That(RmiRealmParamsLayout.Rpv, Is.EqualTo(0x400));
            Assert.That(RmiRealmParamsLayout.RttBase, Is.EqualTo(0x808));
            Assert.That(RmiRealmParamsLayout.RttNumStart, Is.EqualTo(0x818));
            Assert.That(RmiRealmParamsLayout.Flags1, Is.EqualTo(0x820));
            Assert.That(RmiRecParamsLayout.Gprs, Is.EqualTo(0x300));
            Assert.That(RmiRecRunLayout.EnterGprs, Is.EqualTo(0x200));
            Assert.That(RmiRecRunLayout.ExitEsr, Is.EqualTo(0x800 + 0x100));
            Assert.That(RmiRecRunLayout.ExitHpfar, Is.EqualTo(0x800 + 0x110));
            Assert.That(RmiRecRunLayout.ExitGprs, Is.EqualTo(0x800 + 0x200));
            Assert.That(RmiRecRunLayout.ExitCntvCval, Is.EqualTo(0x800 + 0x418));
            Assert.That(RmiRecRunLayout.ExitRipasValue, Is.EqualTo(0x800 + 0x510));
            Assert.That(RmiRecRunLayout.ExitImm, Is.EqualTo(0x800 + 0x600));
            Assert.That(RmiRecRunLayout.ExitVsmmu, Is.EqualTo(0x800 + 0x710));
            Assert.That(RsiRealmConfigLayout.Rpv, Is.EqualTo(0x200));
            Assert.That(RsiHostCallLayout.Gprs, Is.EqualTo(8));
            Assert.That(RimDataDescriptorLayout.Content, Is.EqualTo(0x60));
            Assert.That(RimRecDescriptorLayout.Content, Is.EqualTo(0x50));
        });
    }

    [Test]
    public void Feature_register_0_survives_its_word() =>
        Gen.Select(Gen.Int[0, 255], Gen.Int[0, 15], Gen.Int[0, 63], Gen.Int[0, 31], Gen.Bool).Sample(
            (s2sz, vl, points, counters, flag) =>
            {
                var register = new RmiFeatureRegister0
                {
                    S2sz = s2sz,
                    Lpa2 = flag,
                    Sve = !flag,
                    SveVl = vl,
                    NumBps = points,
                    NumWps = 63 - points,
                    Pmu = flag,
                    PmuNumCtrs = counters,
                };
                return RmiFeatureRegister0.Decode(register.Encode()) == register && register.Encode() <= uint.MaxValue;
            },
            seed: "0000000000008");

    [Test]
    public void Feature_register_1_has_sha_384_before_sha_512()
    {
        var register = new RmiFeatureRegister1 { Granule4K = true, Sha256 = true, Sha512 = true, MaxRecsOrder = 5, L0Gptsz = 9, Pps = 2 };
        Assert.That(register.Encode(), Is.EqualTo(1UL | 1 << 3 | 1 << 5 | 5 << 6 | 9 << 10 | 2 << 14));
        Assert.That(RmiFeatureRegister1.Decode(register.Encode()), Is.EqualTo(register));
        Assert.That(register.Supports(RmiHashAlgorithm.Sha384), Is.False);
        Assert.That(register.Supports(RmiHashAlgorithm.Sha512), Is.True);
        Assert.That(register.Supports((RmiHashAlgorithm)3), Is.False);
        Assert.That(register.Supports(TranslationGranule.Size4K), Is.True);
        Assert.That(register.Supports(TranslationGranule.Size64K), Is.False);
    }

    [Test]
    public void Map_flags_put_type_count_attributes_and_permissions_where_hosts_expect_them()
    {
        var flags = RmiMapFlags.Create(RmiAddressType.List, 300).WithAttributes(memAttr: 6, s2ap: 3);
        Assert.That(flags.Value, Is.EqualTo(2UL | 300 << 2 | 6 << 16 | 3 << 19));
        Assert.That((flags.AddressType, flags.ListCount, flags.MemAttr, flags.S2AP), Is.EqualTo((RmiAddressType.List, 300, 6, 3)));
        Assert.That((flags.IsValidForUnprotectedMap, flags.IsValidForProtected), Is.EqualTo((true, false)));
        Assert.That(new RmiMapFlags(3).IsValidForProtected, Is.False, "reserved address type");
        Assert.That(new RmiMapFlags(1UL << 23).IsValidForUnprotectedMap, Is.False, "reserved bit");
    }

    [TestCase(0UL, 0UL)]
    [TestCase(15UL, 0xFUL)]
    [TestCase(16UL, 0x100UL)]
    [TestCase(4095UL, 0xFF0FUL)]
    [TestCase(4096UL, 0x10000UL)]
    [TestCase(1048576UL, 0x1000000UL)]
    public void A_rec_index_spreads_over_the_affinity_fields(ulong index, ulong mpidr)
    {
        Assert.That(RecMpidr.FromIndex(index).Value, Is.EqualTo(mpidr));
        Assert.That(new RecMpidr(mpidr).Index, Is.EqualTo(index));
        Assert.That(new RecMpidr(mpidr).IsValid, Is.True);
        Assert.That(new RecMpidr(mpidr | 0x10).IsValid, Is.False);
    }

    [TestCase(TranslationGranule.Size4K, 0UL, 1UL << 30)]
    [TestCase(TranslationGranule.Size16K, 1UL, 64UL << 30)]
    [TestCase(TranslationGranule.Size64K, 1UL, 4UL << 40)]
    public void Tracking_regions_have_the_sizes_of_the_specification(TranslationGranule granule, ulong encoding, ulong size)
    {
        Assert.That(RmiGranuleSizes.TryDecodeTrackingRegion(granule, encoding, out var bytes), Is.True);
        Assert.That(bytes, Is.EqualTo(size));
        Assert.That(RmiGranuleSizes.TryDecodeTrackingRegion(granule, 2, out _), Is.False);
    }

    [Test]
    public void Granule_sizes_survive_their_encoding([Values] TranslationGranule granule)
    {
        Assert.That(RmiGranuleSizes.TryDecode(RmiGranuleSizes.Encode(granule), out var decoded), Is.True);
        Assert.That(decoded, Is.EqualTo(granule));
        Assert.That(RmiGranuleSizes.TryDecode(3, out _), Is.False);
    }

    [TestCase((int)RmiHashAlgorithm.Sha384, 2)]
    [TestCase((int)RmiRecExitReason.HostCall, 5)]
    [TestCase((int)RmiRecExitReason.RipasChange, 4)]
    [TestCase((int)RttEntryState.Table, 2)]
    [TestCase((int)Ripas.Destroyed, 2)]
    [TestCase((int)RealmState.Zombie, 3)]
    [TestCase((int)RmiTrackingState.Fine, 2)]
    [TestCase((int)RmiRecEnterFlags.RipasResponse, 16)]
    public void Encodings_are_those_of_the_specification(int value, int expected) => Assert.That(value, Is.EqualTo(expected));
}
