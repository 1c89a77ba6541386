using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Machine.Scripting;
using static CcaEmu.Arm.Rmi.RmiCommand;
using static CcaEmu.Hypervisor.Tests.Fakes.FakeHost;

namespace CcaEmu.Hypervisor.Tests.Realms;

/// <summary>Tables of a realm that lives come back once all of one says the same, and a page that is converted often is no loop.</summary>
public sealed class FoldingTests
{
    private const ulong Shared = Ram + Block + 0x4000;

    [Test]
    public void Tables_of_the_unprotected_half_go_with_the_last_page_that_is_mapped_there() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        await realm.Ask(host.Rmm, Shared, 2 * Page, toPrivate: false);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Shared | realm.SharedBit));
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Shared + Page | realm.SharedBit));
        await realm.GoOn(host.Rmm);
        int Tables() => realm.Realm.Tables.Keys.Count(table => table.Ipa >= realm.SharedBit);
        Assert.That(Tables(), Is.EqualTo(2));
        Succeeds(await realm.Shared.Discard(Shared - Ram, Page));
        Assert.That((Tables(), host.Rmm.Count(RttFold)), Is.EqualTo((2, 0)), "a table with a mapping in it is not asked for");
        ulong free = host.Memory.FreeBytes;
        Succeeds(await realm.Shared.Discard(Shared + Page - Ram, Page));
        Assert.That((Tables(), host.Rmm.Count(RttFold)), Is.EqualTo((0, 2)));
        Assert.That(host.Memory.FreeBytes, Is.EqualTo(free + 3 * Page), "the page, and both tables");
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Shared | realm.SharedBit));
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Walk(Shared | realm.SharedBit).Entry.IsShared, Is.True);
    });

    [Test]
    public void A_block_that_is_shared_page_by_page_loses_its_page_table_and_comes_back_as_a_block() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        ulong block = Ram + Block;
        host.Rmm.Guest.Enqueue(exit => exit.Fault(block));
        await realm.Ask(host.Rmm, block, Page, toPrivate: false);
        await realm.Ask(host.Rmm, block + Page, Block - 2 * Page, toPrivate: false);
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Walk(block).Table.Level, Is.EqualTo(3));
        await realm.Ask(host.Rmm, block + Block - Page, Page, toPrivate: false);
        await realm.GoOn(host.Rmm);
        Assert.That((host.Rmm.Walk(block).Table.Level, host.Rmm.Walk(block).Entry.Ripas), Is.EqualTo((2, Ripas.Empty)));
        await realm.Ask(host.Rmm, block, Block, toPrivate: true);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(block + 0x7000));
        await realm.GoOn(host.Rmm);
        Assert.That((host.Rmm.Walk(block).Table.Level, host.Rmm.Walk(block).Entry.State), Is.EqualTo((2, RttEntryState.Data)));
    });

    [TestCase(false)]
    [TestCase(true)]
    public void A_fold_that_is_refused_or_answers_with_another_table_changes_nothing(bool succeeds) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        await realm.Ask(host.Rmm, Shared, Page, toPrivate: false);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Shared | realm.SharedBit));
        await realm.GoOn(host.Rmm);
        for (int i = 0; i < 2; i++)
            host.Rmm.Inject(RttFold, _ => new SmcCall(succeeds ? 0 : RmiResult.ErrorRtt(3).Value, Ram));
        int tables = realm.Realm.Tables.Count;
        Succeeds(await realm.Shared.Discard(Shared - Ram, Page));
        Assert.That((realm.Realm.Tables.Count, realm.Realm.RttsFolded), Is.EqualTo((tables, 0L)));
    });

    [Test]
    public void A_folded_table_that_is_not_undelegated_is_lost_by_name()
    {
        IReadOnlyList<MemoryLeak> leaks = FakeHost.Run(async (host, process) =>
        {
            FakeRealm realm = await host.MakeRealm(process);
            await realm.Ask(host.Rmm, Shared, Page, toPrivate: false);
            host.Rmm.Guest.Enqueue(exit => exit.Fault(Shared | realm.SharedBit));
            await realm.GoOn(host.Rmm);
            host.Rmm.Kept.Add(realm.Realm.Tables.First(table => table.Key.Ipa >= realm.SharedBit).Value);
            Succeeds(await realm.Shared.Discard(Shared - Ram, Page));
        });
        Assert.That(leaks.Select(leak => (leak.Owner, leak.SizeBytes)), Is.EqualTo(new[] { ("RTT", Page) }));
    }

    [Test]
    public void A_page_that_is_converted_to_and_fro_forty_times_is_no_fault_that_repeats() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        for (int i = 0; i < 40; i++)
        {
            host.Rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x6000));
            await realm.Ask(host.Rmm, Ram + 0x6000, Page, toPrivate: false);
            await realm.Ask(host.Rmm, Ram + 0x6000, Page, toPrivate: true);
        }
        await realm.GoOn(host.Rmm);
    });

    [Test]
    public void A_shared_page_that_the_host_takes_forty_times_is_no_fault_that_repeats() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        await realm.Ask(host.Rmm, Shared, Page, toPrivate: false);
        for (int i = 0; i < 40; i++)
        {
            host.Rmm.Guest.Enqueue(exit => exit.Fault(Shared | realm.SharedBit));
            await realm.GoOn(host.Rmm);
            Succeeds(await realm.Shared.Discard(Shared - Ram, Page));
        }
    });
}
