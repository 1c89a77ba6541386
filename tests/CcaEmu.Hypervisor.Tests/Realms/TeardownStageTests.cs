using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using static CcaEmu.Arm.Rmi.RmiCommand;
using static CcaEmu.Hypervisor.Tests.Fakes.FakeHost;

namespace CcaEmu.Hypervisor.Tests.Realms;

/// <summary>Each stage of the teardown gives back the memory that docs/teardown.md says, and nothing else.</summary>
public sealed class TeardownStageTests
{
    private const int Donated = 3;

    private enum Stage
    {
        A, B, C, D, E, F, End,
    }

    [Test, KvmChecklist("L6")]
    public void Each_stage_gives_back_just_what_is_written_of_it() => RunWithoutLoss(async (host, process) =>
    {
        FakeRmm rmm = host.Rmm;
        FakeRealm realm = await host.MakeRealm(process, size: 4 * Block, cpus: 2);
        rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x5000));
        rmm.Guest.Enqueue(exit => exit.Fault(Ram + 2 * Block));
        await realm.Ask(rmm, Ram + 0x8000, 2 * Page, toPrivate: false);
        rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x8000 | realm.SharedBit));
        await realm.GoOn(rmm);
        (ulong rd, ulong root) = (realm.Realm.Rd, realm.Realm.Root);
        ulong data = realm.Realm.Ledger.Held(GranulePurpose.Data).TotalBytes, tables = (ulong)realm.Realm.Tables.Count * Page;
        Assert.That(data, Is.EqualTo(2 * Page + Block));
        Assert.That(tables, Is.GreaterThanOrEqualTo(4 * Page));

        var given = new ulong[(int)Stage.End + 1];
        var left = new Dictionary<Stage, GranuleState[]>();
        Stage stage = Stage.A;
        ulong free = host.Memory.FreeBytes;
        int seen = rmm.Trace.Count;
        void Note()
        {
            given[(int)stage] += host.Memory.FreeBytes - free;
            free = host.Memory.FreeBytes;
            left[stage] = [.. rmm.Granules.Values.Distinct().Order()];
        }
        ulong shared = realm.Shared.ResidentBytes;
        rmm.Before = command =>
        {
            // What the last command, and what the host did behind it, has given.
            Note();
            stage = command switch
            {
                RecDestroy => Stage.B,
                RealmTerminate => Stage.C,
                RttDestroy => Stage.D,
                RealmDestroy => Stage.E,
                GranuleRangeUndelegate when stage == Stage.E && rmm.Trace.Skip(seen).Any(line => line.Command == GranuleRangeUndelegate && line.Request.X1 == rd) => Stage.F,
                _ => stage,
            };
        };
        Succeeds(await realm.Vm.Close());
        rmm.Before = null;
        Note();

        Assert.That(given[(int)Stage.A], Is.EqualTo(data), "A: private memory");
        Assert.That(realm.Shared.ResidentBytes, Is.EqualTo(shared), "A: shared memory stays the VMM's");
        Assert.That(left[Stage.A], Is.EqualTo(new[] { GranuleState.Rd, GranuleState.Rec, GranuleState.Rtt, GranuleState.Internal }.Order()));
        Assert.That(given[(int)Stage.B], Is.EqualTo(2 * (3 + Donated) * Page), "B: two RECs, their run and list pages, and what was donated");
        Assert.That(left[Stage.B], Is.EqualTo(new[] { GranuleState.Rd, GranuleState.Rtt }.Order()));
        Assert.That(given[(int)Stage.C], Is.Zero, "C: nothing");
        Assert.That(given[(int)Stage.D], Is.EqualTo(tables), "D: tables below the root");
        Assert.That(left[Stage.D], Is.EqualTo(new[] { GranuleState.Rd, GranuleState.Rtt }.Order()), "the root is still a table");
        Assert.That(given[(int)Stage.E], Is.EqualTo(Page), "E: the RD");
        Assert.That(left[Stage.E], Is.EqualTo(new[] { GranuleState.Delegated }), "the root is nobody's");
        Assert.That(given[(int)Stage.F], Is.EqualTo(realm.Realm.Geometry.RootBytes + Page), "F: the root; G: the list page");
        Assert.That(rmm.Granules, Is.Empty);
        Assert.That(rmm.Trace.Last(line => line.Command == GranuleRangeUndelegate).Request.X1, Is.EqualTo(root));
    }, rmm => rmm.RecDonation = Donated);

    [Test]
    public void The_page_names_every_stage_and_its_memory()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "teardown.md"));
        foreach (char stage in "ABCDEFG")
            Assert.That(page, Does.Contain($"\n| {stage} "));
    }
}
