using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rtts;
using CsCheck;

namespace CcaEmu.Rmm.Tests.Rtts;

public sealed class RttGeometryTests
{
    [Test]
    public void A_start_is_consistent_where_the_architecture_can_walk_from_it([Values] TranslationGranule granule, [Values] bool lpa2)
    {
        var geometry = new RttGeometry(granule, lpa2);
        for (int width = 25; width <= 56; width++)
        {
            for (int level = -2; level <= 4; level++)
            {
                for (ulong tables = 0; tables <= 32; tables++)
                    Assert.That(geometry.IsStartConsistent(width, level, tables), Is.EqualTo(IsWalkable(granule, lpa2, width, level, tables)), $"{width} {level} {tables}");
            }
        }
    }

    [Test]
    public void An_entry_holds_every_address_that_its_geometry_has([Values] TranslationGranule granule, [Values] bool lpa2)
    {
        var geometry = new RttGeometry(granule, lpa2);
        Gen.ULong.Sample(
            bits =>
            {
                ulong address = bits & (geometry.OutputLimit - 1) & ~(geometry.GranuleBytes - 1);
                var data = RttEntry.Data(geometry, address, 3, Ripas.Ram);
                var idle = RttEntry.Data(geometry, address, 3, Ripas.Destroyed);
                var table = RttEntry.Table(geometry, address);
                return data.Address(geometry) == address && idle.Address(geometry) == address && table.Address(geometry) == address
                    && data.IsData(3) && idle.IsData(3) && table.IsTable(2) && idle.Ripas == Ripas.Destroyed && !idle.IsValid;
            },
            seed: "0000KOIPEe74",
            iter: 10_000);
    }

    [Test]
    public void Unfolding_a_block_gives_the_addresses_in_it([Values] TranslationGranule granule, [Values] bool lpa2)
    {
        var geometry = new RttGeometry(granule, lpa2);
        for (int level = 0; level < 3; level++)
        {
            if (!geometry.AllowsLeaf(level))
                continue;
            ulong block = geometry.OutputLimit - geometry.EntrySize(level);
            var leaf = RttEntry.Data(geometry, block, level, Ripas.Ram);
            for (int i = 0; i < geometry.Entries; i += geometry.Entries / 8)
            {
                RttEntry part = leaf.Unfold(geometry, level, i);
                Assert.That(part.Address(geometry), Is.EqualTo(block + (ulong)i * geometry.EntrySize(level + 1)));
                Assert.That(part, Is.EqualTo(RttEntry.Data(geometry, part.Address(geometry), level + 1, Ripas.Ram)));
            }
            Assert.That(leaf.Unfold(geometry, level, 0).Fold(), Is.EqualTo(leaf));
        }
    }

    // J1.1 AArch64.S2MinTxSZ, AArch64.S2InvalidSL, AArch64.S2InconsistentSL with PAMax 48 or 52; without FEAT_TTST.
    private static bool IsWalkable(TranslationGranule granule, bool lpa2, int width, int level, ulong tables)
    {
        bool hasLevel = (granule, level) switch
        {
            (TranslationGranule.Size4K, -1) => lpa2,
            (TranslationGranule.Size4K, 0 or 1 or 2) => true,
            (TranslationGranule.Size16K, 0) => lpa2,
            (TranslationGranule.Size16K or TranslationGranule.Size64K, 1 or 2 or 3) => true,
            _ => false,
        };
        int granuleBits = granule.Shift();
        int stride = granuleBits - 3;
        int smallest = (3 - level) * stride + granuleBits + 1;
        int largest = smallest + (stride - 1) + 4;
        if (!hasLevel || width > (lpa2 ? 52 : 48) || width < smallest || width > largest)
            return false;
        int resolved = granuleBits + (3 - level + 1) * stride;
        return tables == (width > resolved ? 1UL << (width - resolved) : 1);
    }
}
