using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Level 1 GPTs in memory that the host donates, through RMM and monitor down to the table that PEs walk.</summary>
public sealed class GptL1Tests
{
    /// <summary>Where a host puts tables, aligned to their size.</summary>
    internal const ulong Memory = 0xA000_0000;

    private const ulong Region = 0x8000_0000;
    private const int Pages = 32;

    [Test]
    public void A_block_is_unfolded_in_donated_memory_and_its_granules_can_be_delegated()
    {
        using RmmBench bench = NewBench();
        ulong granule = bench.NewGranule();
        Assert.That(bench.Rmi(RmiCommand.GranuleRangeDelegate, granule, granule + 0x1000), Is.EqualTo((RmiResult)RmiStatus.ErrorGpt));
        Create(bench, Region, Memory);
        Assert.That(Reads(bench, Memory, Pas.Root) && !Reads(bench, Memory, Pas.NonSecure), "the table is the monitor's alone");
        Assert.That(Reads(bench, Memory + Pages * 0x1000UL, Pas.NonSecure), "what follows it is not");
        Assert.That(bench.Rmi(RmiCommand.GptL1Create, Region), Is.EqualTo((RmiResult)RmiStatus.ErrorGpt));
        bench.Delegate(granule);
        Assert.That(Reads(bench, granule, Pas.Realm) && !Reads(bench, granule, Pas.NonSecure));
    }

    // While the monitor makes the table for one PE, the operation has no answer for the other.
    [Test]
    public void Two_PEs_that_continue_one_operation_at_once_make_one_table()
    {
        using var hosts = new TwoHosts(new RmmOptions { Sro = SroMode.Spec }, new MonitorOptions { DynamicLevel1Gpts = true });
        hosts.One(RmiCommand.RmmActivate);
        ulong handle = hosts.One(RmiCommand.GptL1Create, Region)[1];
        ulong list = 0x9000_0000;
        hosts.Machine.Pes[0].Physical.Write(new PhysicalAddress(list, Pas.NonSecure), 8, Descriptor(Memory));
        Assert.That(hosts.One(RmiCommand.OpMemDonate, handle, list, 1)[1], Is.EqualTo(Pages));
        (ulong[] first, ulong[] second) = hosts.Both(RmiCommand.OpContinue, handle);
        Assert.That(new[] { first[0], second[0] }, Is.EquivalentTo(new[] { (ulong)RmiStatus.Success, (ulong)RmiStatus.Busy }));
        Assert.That(hosts.Rmm.StateOf(Memory), Is.EqualTo(GranuleState.Internal));
        Assert.That(hosts.One(RmiCommand.OpContinue, handle)[0], Is.EqualTo((ulong)RmiStatus.ErrorInput), "it is gone");
    }

    [Test]
    public void A_homogeneous_table_is_folded_and_its_memory_comes_back_wiped()
    {
        using RmmBench bench = NewBench();
        bench.Write64(Memory, 0x1122_3344_5566_7788);
        Create(bench, Region, Memory);
        ulong granule = bench.NewDelegated();
        Assert.That(bench.Rmi(RmiCommand.GptL1Destroy, Region), Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "a granule is the Realm world's");
        bench.Undelegate(granule);
        Assert.That(bench.Rmi(RmiCommand.GptL1Destroy, Region), Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.None, canCancel: false)));
        ulong handle = bench.X[1];
        Assert.That(bench.Rmi(RmiCommand.OpContinue, handle).MemoryRequest, Is.EqualTo(RmiMemoryRequest.Reclaim));
        ulong list = bench.NewGranule();
        Assert.That(bench.Rmi(RmiCommand.OpMemReclaim, handle, list, 1).MemoryRequest, Is.EqualTo(RmiMemoryRequest.None));
        Assert.That(bench.Read64(list), Is.EqualTo(Descriptor(Memory)));
        bench.Succeed(RmiCommand.OpContinue, handle);
        Assert.That(bench.Read64(Memory), Is.Zero);
        Assert.That(bench.Rmm.StateOf(Memory), Is.EqualTo(GranuleState.Undelegated));
        Assert.That(bench.Rmi(RmiCommand.GranuleRangeDelegate, granule, granule + 0x1000), Is.EqualTo((RmiResult)RmiStatus.ErrorGpt));
        Create(bench, Region, Memory);
        bench.Delegate(granule);
    }

    [Test]
    public void Memory_that_is_not_aligned_as_a_table_must_be_is_refused_by_the_donation()
    {
        using RmmBench bench = NewBench();
        bench.Rmi(RmiCommand.GptL1Create, Region);
        ulong handle = bench.X[1];
        Assert.That(DonationRequirements.Decode(bench.X[2]), Is.EqualTo(new DonationRequirements(3, Pages, true, true)));
        ulong list = bench.NewGranule();
        bench.Write64(list, Descriptor(Memory + 0x1000));
        Assert.That(bench.Rmi(RmiCommand.OpMemDonate, handle, list, 1), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        bench.Succeed(RmiCommand.OpCancel, handle);
    }

    [Test]
    public void A_host_that_writes_into_the_memory_while_it_becomes_a_table_gains_nothing()
    {
        using RmmBench bench = NewBench();
        Create(bench, Region, Memory);
        // The whole table, as the walker sees it: Root for itself, Non-secure for all else.
        for (ulong at = 0; at < Pages * 0x1000UL; at += 8)
        {
            Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(Memory + at, Pas.Root), 8, out ulong word).Ok);
            ulong first = Region + at * 0x2000;
            Gpi expected = first - Memory < Pages * 0x1000UL ? Gpi.Root : Gpi.NonSecure;
            Assert.That(word, Is.EqualTo(GptL1Descriptor.Granules(expected).Value), $"0x{first:X}");
        }
    }

    [Test]
    public void With_static_tables_there_is_always_one_already()
    {
        using var bench = new RmmBench(new RmmOptions { Sro = SroMode.Spec });
        Assert.That(bench.Rmi(RmiCommand.GptL1Create, Region), Is.EqualTo((RmiResult)RmiStatus.ErrorGpt));
        Assert.That(bench.Rmi(RmiCommand.GptL1Destroy, Region), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    internal static void Create(RmmBench bench, ulong region, ulong memory)
    {
        RmiResult begun = bench.Rmi(RmiCommand.GptL1Create, region);
        Assert.That(begun, Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.Donate, canCancel: true)));
        ulong handle = bench.X[1];
        ulong list = bench.NewGranule();
        bench.Write64(list, Descriptor(memory));
        Assert.That(bench.Rmi(RmiCommand.OpMemDonate, handle, list, 1), Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.None, false)));
        Assert.That(bench.X[1], Is.EqualTo(Pages));
        bench.Succeed(RmiCommand.OpContinue, handle);
    }

    private static RmmBench NewBench() =>
        new(new RmmOptions { Sro = SroMode.Spec }, monitor: new MonitorOptions { DynamicLevel1Gpts = true });

    internal static ulong Descriptor(ulong address) =>
        new AddressRangeDescriptor(address, 3, Pages, IsUndelegated: true).Encode(TranslationGranule.Size4K);

    private static bool Reads(RmmBench bench, ulong address, Pas pas) =>
        bench.Pe.Physical.Read(new PhysicalAddress(address, pas), 8, out _).Ok;
}
