using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.WholeMachine.Tests.Costs;

/// <summary>The ledger of whole runs: nothing is lost and nothing is counted twice.</summary>
public sealed class LedgerTests
{
    private const ulong Limit = 3_000_000;

    private static string Folder => Path.Combine(Repository.Root, "images");

    public static IEnumerable<string> Images => Directory.EnumerateFiles(Folder, "*.elf", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Images))]
    public void Legs_sum_up_to_what_the_machine_has_done_exactly(string image)
    {
        using var machine = new RealmMachine(image, memoryBytes: 64 << 20);
        CrossingLedger ledger = LedgerOf(machine);
        machine.Machine.Run(Limit);
        ledger.Close();

        var sums = new ulong[WorkSteps.Count];
        foreach (CrossingStatistics leg in ledger.Statistics.Where(kind => kind.Family == CrossingFamily.Leg))
        {
            for (int i = 0; i < sums.Length; i++)
                sums[i] += leg.Work[i];
        }
        Assert.That(sums, Is.EqualTo(ledger.Totals));
        Assert.That(sums[(int)WorkStep.Instruction], Is.EqualTo(machine.Pe.RetiredInstructions).And.GreaterThan(0));
        Assert.That(sums[(int)WorkStep.ExceptionTaken], Is.EqualTo(machine.Pe.ExceptionCount).And.GreaterThan(0));
        for (int profile = 0; profile < ledger.Profiles.Count; profile++)
        {
            ulong priced = ledger.Statistics.Where(kind => kind.Family == CrossingFamily.Leg).Aggregate(0UL, (sum, leg) => sum + leg.Prices[profile].Sum);
            Assert.That(priced, Is.EqualTo(ledger.Profiles[profile].Price(sums)), ledger.Profiles[profile].Name);
        }
    }

    [TestCaseSource(nameof(Images))]
    public void The_machines_own_profile_prices_a_run_at_its_clock(string image)
    {
        using var machine = new RealmMachine(image, memoryBytes: 64 << 20);
        machine.Machine.Run(Limit);
        Assert.That(ShippedProfiles.Load("machine").Price(machine.Pe.WorkDone), Is.EqualTo(machine.Pe.ModelledCycles * 1000));
    }

    [Test]
    public void Listening_does_not_change_the_run()
    {
        using var alone = new RealmMachine("timer.elf");
        alone.RunToEnd();
        using var watched = new RealmMachine("timer.elf");
        LedgerOf(watched);
        watched.RunToEnd();
        Assert.That(watched.Machine.Digest, Is.EqualTo(alone.Machine.Digest));
    }

    [Test]
    public void The_same_image_seed_and_profile_give_the_same_prices()
    {
        IReadOnlyList<Distribution> first = PricesOf("hostcall.elf");
        Assert.That(first, Is.Not.Empty);
        Assert.That(PricesOf("hostcall.elf"), Is.EqualTo(first));
    }

    [Test]
    public void A_host_call_is_made_of_the_steps_of_a_world_switch()
    {
        using var machine = new RealmMachine("hostcall.elf");
        CrossingLedger ledger = LedgerOf(machine);
        machine.RunToEnd();
        ledger.Close();
        CrossingStatistics call = ledger.Statistics.Single(kind => kind is { Family: CrossingFamily.Call, Name: "R-EL1: RSI_HOST_CALL" });
        CrossingStatistics exit = ledger.Statistics.Single(kind => kind is { Family: CrossingFamily.Exit, Name: "R-EL1: RSI_HOST_CALL, by the host" });
        Assert.That(call.Count, Is.EqualTo(exit.Count).And.GreaterThanOrEqualTo(4), "three calls that count and one that reports the status");
        Assert.That(call.Work[(int)WorkStep.MonitorDispatch], Is.EqualTo(2 * call.Count), "to the Non-secure world and back");
        Assert.That(call.Work[(int)WorkStep.MonitorGeneralSave], Is.EqualTo(2 * 33 * call.Count));
        Assert.That(call.Work[(int)WorkStep.Instruction], Is.Zero, "the guest waits");
        Assert.That(call.Work[(int)WorkStep.RmmRealmCall], Is.EqualTo(call.Count));
    }

    private static CrossingLedger LedgerOf(RealmMachine machine)
    {
        var ledger = new CrossingLedger(machine.Machine, [.. ShippedProfiles.Names.Select(ShippedProfiles.Load)]);
        ledger.Attach(new RunRecorder(machine.Machine));
        return ledger;
    }

    private static IReadOnlyList<Distribution> PricesOf(string image)
    {
        using var machine = new RealmMachine(image);
        CrossingLedger ledger = LedgerOf(machine);
        machine.RunToEnd();
        ledger.Close();
        return [.. ledger.Statistics.SelectMany(kind => kind.Prices)];
    }
}
