using System.Buffers.Binary;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CsCheck;

namespace CcaEmu.Arm.Tests.RmmEl3;

/// <summary>The example values are those Trusted Firmware-A makes for the Base RevC FVP.</summary>
public class RmmBootManifestTests
{
    private const ulong PageAddress = 0xFFBF_F000;

    private static readonly RmmBootManifest Fvp = new()
    {
        Dram = [new(0x8000_0000, 0x7C00_0000), new(0x8_8000_0000, 0x8000_0000)],
        Consoles = [new(0x1C0C_0000, 1, "pl011", 14745600, 115200)],
        NonCoherentDevices = [new(0x5000_0000, 0x1000_0000), new(0x40_0000_0000, 0xC000_0000)],
        Smmus = [new(0x2B40_0000, 0x2B48_0000)],
        RootComplexes =
        [
            new(0x4000_0000, 0, [new(0x0008, [new(0, 0x7FFF, 0, 0)]), new(0x0010, [new(0x8000, 0xFFFF, 0, 0)])]),
        ],
    };

    [TestCase(16, 2UL, 0xFFBF_F0A8UL, 0xFFFF_FFF5_0440_0F56UL, Description = "plat_dram")]
    [TestCase(40, 1UL, 0xFFBF_F0C8UL, 0xFFFF_FFCD_B220_E0C6UL, Description = "plat_console")]
    [TestCase(64, 2UL, 0xFFBF_F0F8UL, 0xFFFF_FFBD_E040_0F06UL, Description = "plat_ncoh_region")]
    [TestCase(88, 0UL, 0UL, 0UL, Description = "plat_coh_region")]
    public void The_lists_of_the_fvp_have_known_places_and_checksums(int offset, ulong count, ulong pointer, ulong checksum)
    {
        var page = Write(Fvp);
        Assert.That(
            (Word(page, offset), Word(page, offset + 8), Word(page, offset + 16)), Is.EqualTo((count, pointer, checksum)));
    }

    [Test]
    public void The_device_lists_of_the_fvp_have_known_places()
    {
        var page = Write(Fvp);
        Assert.That(Word(page, 0), Is.EqualTo(5), "version 0.5 and padding");
        Assert.That(Word(page, 112 + 8), Is.EqualTo(PageAddress + 0x118), "plat_smmu");
        Assert.That(Word(page, 136 + 8), Is.EqualTo(1), "version of the root complex information");
        Assert.That(Word(page, 136 + 16), Is.EqualTo(PageAddress + 0x128), "root complexes");
        Assert.That(Word(page, 0x128 + 8), Is.EqualTo(2UL << 32), "segment 0, two ports");
        Assert.That(Word(page, 0x128 + 16), Is.EqualTo(PageAddress + 0x140), "root ports");
        Assert.That(Word(page, 0x140), Is.EqualTo(0x0008UL | 1UL << 32), "first port");
        Assert.That(Word(page, 0x148), Is.EqualTo(PageAddress + 0x160), "its mapping");
        Assert.That(Word(page, 0x160), Is.EqualTo(0x7FFFUL << 16));
    }

    [Test]
    public void What_is_written_is_read_again()
    {
        Assert.That(RmmBootManifest.TryParse(Write(Fvp), PageAddress, out var manifest), Is.EqualTo(RmmBootStatus.Success));
        Assert.Multiple(() =>
        {
            Assert.That(manifest!.Version, Is.EqualTo(new InterfaceVersion(0, 5)));
            Assert.That(manifest.Dram, Is.EqualTo(Fvp.Dram));
            Assert.That(manifest.Consoles, Is.EqualTo(Fvp.Consoles));
            Assert.That(manifest.NonCoherentDevices, Is.EqualTo(Fvp.NonCoherentDevices));
            Assert.That(manifest.CoherentDevices, Is.Empty);
            Assert.That(manifest.Smmus, Is.EqualTo(Fvp.Smmus));
            Assert.That(manifest.RootComplexes.Single().Ports.Select(port => port.Bdf), Is.EqualTo(new[] { 8, 16 }));
            Assert.That(
                manifest.RootComplexes.Single().Ports.SelectMany(port => port.Mappings),
                Is.EqualTo(Fvp.RootComplexes[0].Ports.SelectMany(port => port.Mappings)));
        });
    }

    [Test]
    public void One_wrong_bit_in_any_list_is_noticed()
    {
        foreach (var offset in new[] { 16, 24, 32, 0xA8, 0xB0, 0xC8, 0xD8, 0xF8, 0x118, 0x128, 0x140, 0x160, 0x168 })
        {
            var page = Write(Fvp);
            page[offset] ^= 0x40;
            Assert.That(
                RmmBootManifest.TryParse(page, PageAddress, out var manifest), Is.EqualTo(RmmBootStatus.ManifestDataError), $"0x{offset:X}");
            Assert.That(manifest, Is.Null);
        }
    }

    [TestCase(0x0001_0000U, RmmBootStatus.ManifestVersionNotSupported)]
    [TestCase(0x0000_0002U, RmmBootStatus.ManifestVersionNotSupported)]
    [TestCase(0x0000_0003U, RmmBootStatus.Success)]
    [TestCase(0x0000_0006U, RmmBootStatus.Success)]
    public void The_version_decides_whether_the_manifest_is_read(uint version, RmmBootStatus status)
    {
        var page = Write(Fvp);
        BinaryPrimitives.WriteUInt32LittleEndian(page, version);
        Assert.That(RmmBootManifest.TryParse(page, PageAddress, out _), Is.EqualTo(status));
    }

    [Test]
    public void Version_0_3_has_no_devices()
    {
        var page = Write(Fvp);
        BinaryPrimitives.WriteUInt32LittleEndian(page, 3);
        Assert.That(RmmBootManifest.TryParse(page, PageAddress, out var manifest), Is.EqualTo(RmmBootStatus.Success));
        Assert.That(manifest!.NonCoherentDevices, Is.Empty);
        Assert.That(manifest.RootComplexes, Is.Empty);
        Assert.That(manifest.Consoles, Has.Count.EqualTo(1));
    }

    [Test]
    public void Banks_that_overlap_or_are_unaligned_or_empty_are_refused()
    {
        RmmMemoryBank[][] bad =
        [
            [new(0x8000_0000, 0x2000), new(0x8000_1000, 0x1000)],
            [new(0x9000_0000, 0x1000), new(0x8000_0000, 0x1000)],
            [new(0x8000_0800, 0x1000)],
            [new(0x8000_0000, 0)],
            [new(0xFFFF_FFFF_FFFF_F000, 0x2000)],
        ];
        foreach (var banks in bad)
        {
            var page = Write(Fvp with { Dram = banks });
            Assert.That(RmmBootManifest.TryParse(page, PageAddress, out _), Is.EqualTo(RmmBootStatus.ManifestDataError));
        }
    }

    [Test]
    public void A_manifest_too_large_for_the_page_or_a_name_too_long_is_an_error_of_the_caller()
    {
        var many = Enumerable.Range(0, 300).Select(i => new RmmMemoryBank((ulong)i << 12, 0x1000)).ToArray();
        Assert.That(() => Write(Fvp with { Dram = many }), Throws.ArgumentException);
        Assert.That(() => Write(Fvp with { Consoles = [new(0, 1, "a long name", 1, 1)] }), Throws.ArgumentException);
    }

    [Test]
    public void No_page_makes_the_reader_fail_otherwise_than_by_status() =>
        Gen.Select(Gen.Int[0, 4088], Gen.ULong, Gen.Int[0, 4096]).Sample(
            (offset, value, length) =>
            {
                var page = Write(Fvp);
                BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(offset), value);
                var status = RmmBootManifest.TryParse(page.AsSpan(0, length), PageAddress, out var manifest);
                return (status == RmmBootStatus.Success) == (manifest is not null);
            },
            seed: "0000000000009");

    private static byte[] Write(RmmBootManifest manifest)
    {
        var page = new byte[RmmBootManifest.PageSize];
        manifest.WriteTo(page, PageAddress);
        return page;
    }

    private static ulong Word(byte[] page, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan(offset));
}
