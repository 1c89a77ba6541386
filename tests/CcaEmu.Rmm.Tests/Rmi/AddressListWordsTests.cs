using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Memory;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Lists of address range descriptors in the host's memory, where a revision has those otherwise.</summary>
public sealed class AddressListWordsTests
{
    private const ulong Ipa = TestRealm.Code;

    private static RmmAbiProfile Profile { get; } = RmmAbiProfile.Bet1 with
    {
        Words = AbiWords.Bet1 with
        {
            AddressRange4K = AbiWords.Bet1.AddressRange4K.With(new("size", 62, 2), new("count", 0, 10), new("addr", 10, 40), new("state", 61, 1)),
        },
    };

    [Test]
    public void Lists_of_maps_and_unmaps_are_in_the_words_of_the_revision()
    {
        using var bench = new RmmBench(new RmmOptions { Abi = Profile });
        var realm = new TestRealm(bench);
        realm.MakeTables(Ipa);
        ulong[] pages = [bench.NewDelegated(), bench.NewDelegated(alignment: 0x1_0000), bench.NewDelegated(alignment: 0x1_0000)];
        ulong[] words = [.. pages.Select(page => page >> 12 << 10 | 1)];
        ulong list = bench.NewPage(MemoryMarshal.AsBytes<ulong>(words));
        ulong end = Ipa + 3 * RmmBench.Granule;
        bench.Succeed(RmiCommand.RttDataMap, realm.Rd, Ipa, end, RmiMapFlags.Create(RmiAddressType.List, 3).Value, list);
        Assert.That(bench.X[1], Is.EqualTo(end));
        Assert.That(bench.Rmm.StateOf(pages[2]), Is.EqualTo(GranuleState.Data));

        ulong freed = bench.NewPage(new byte[RmmBench.Granule]);
        bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, Ipa, end, RmiMapFlags.Create(RmiAddressType.List, 8).Value, freed);
        Assert.That(bench.X[3], Is.EqualTo(3));
        var bytes = new byte[24];
        Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(freed, Pas.NonSecure), bytes).Ok);
        Assert.That(MemoryMarshal.Cast<byte, ulong>(bytes).ToArray(), Is.EqualTo(words));
    }

    [Test]
    public void A_bit_that_has_no_name_in_the_revision_is_refused()
    {
        using var bench = new RmmBench(new RmmOptions { Abi = Profile });
        var realm = new TestRealm(bench);
        realm.MakeTables(Ipa);
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, bench.NewDelegated() >> 12 << 10 | 1 | 1UL << 55);
        ulong flags = RmiMapFlags.Create(RmiAddressType.List, 1).Value;
        RmiResult result = bench.Rmi(RmiCommand.RttDataMap, realm.Rd, Ipa, Ipa + RmmBench.Granule, flags, bench.NewPage(bytes));
        Assert.That(result.Status, Is.EqualTo(RmiStatus.ErrorInput));
    }
}
