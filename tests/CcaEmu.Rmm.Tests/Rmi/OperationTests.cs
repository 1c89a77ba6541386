using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Stateful operations step by step.</summary>
public sealed class OperationTests
{
    private const int Auxiliary = 16;

    [Test]
    public void REC_CREATE_takes_pages_in_several_donations_and_REC_DESTROY_gives_them_back()
    {
        using var bench = new RmmBench(new RmmOptions { Sro = SroMode.Spec });
        var realm = new TestRealm(bench);
        ulong rec = bench.NewDelegated();
        ulong handle = BeginRec(bench, realm, rec);
        Assert.That(DonationRequirements.Decode(bench.X[2]), Is.EqualTo(new DonationRequirements(3, Auxiliary, false, false)));
        ulong memory = bench.NewDelegated(Auxiliary);
        Assert.That(Donate(bench, handle, (memory, 3), (memory + 3 * RmmBench.Granule, 1)), Is.EqualTo(RmiMemoryRequest.Donate));
        Assert.That(bench.X[1], Is.EqualTo(4), "granules taken");
        Assert.That(DonationRequirements.Decode(bench.X[2]).Count, Is.EqualTo(12));
        Assert.That(bench.Rmm.StateOf(memory + 3 * RmmBench.Granule), Is.EqualTo(GranuleState.Internal));
        Assert.That(Donate(bench, handle, (memory + 4 * RmmBench.Granule, 12)), Is.EqualTo(RmiMemoryRequest.None));
        Assert.That(bench.Rmm.StateOf(rec), Is.EqualTo(GranuleState.Delegated), "nothing has happened to the REC yet");
        bench.Succeed(RmiCommand.OpContinue, handle);
        Assert.That(bench.Rmm.StateOf(rec), Is.EqualTo(GranuleState.Rec));

        RmiResult destroying = bench.Rmi(RmiCommand.RecDestroy, rec);
        Assert.That(destroying, Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.Reclaim, canCancel: false)));
        ulong list = bench.NewGranule();
        handle = bench.X[1];
        Assert.That(bench.Rmi(RmiCommand.OpMemReclaim, handle, list, 0), Is.EqualTo(destroying), "room for nothing");
        Assert.That(bench.X[1], Is.Zero);
        Assert.That(bench.Rmi(RmiCommand.OpMemReclaim, handle, list, 2), Is.EqualTo(destroying));
        Assert.That(bench.X[1], Is.EqualTo(2));
        Assert.That(bench.Rmi(RmiCommand.OpMemReclaim, handle, list + 16, 510).MemoryRequest, Is.EqualTo(RmiMemoryRequest.None));
        Assert.That(bench.X[1], Is.EqualTo(1));
        Assert.That(
            Enumerable.Range(0, 3).Select(i => bench.Read64(list + (ulong)i * 8)),
            Is.EqualTo(new[] { Pages(memory, 3), Pages(memory + 0x3000, 1), Pages(memory + 0x4000, 12) }));
        Assert.That(
            Enumerable.Range(0, Auxiliary).Select(i => bench.Rmm.StateOf(memory + (ulong)i * RmmBench.Granule)),
            Is.All.EqualTo(GranuleState.Delegated));
        Assert.That(bench.Rmm.StateOf(rec), Is.EqualTo(GranuleState.Rec));
        bench.Succeed(RmiCommand.OpContinue, handle);
        Assert.That(bench.Rmm.StateOf(rec), Is.EqualTo(GranuleState.Delegated));
    }

    [Test]
    public void A_granule_in_the_wrong_state_ends_a_donation_and_what_comes_before_it_is_taken()
    {
        using var bench = new RmmBench(FixedPlan.RecCreate(4));
        var realm = new TestRealm(bench);
        ulong handle = BeginRec(bench, realm, bench.NewDelegated());
        ulong good = bench.NewDelegated();
        ulong bad = bench.NewGranule();
        Assert.That(Donate(bench, handle, (good, 1), (bad, 1)), Is.EqualTo(RmiMemoryRequest.Donate));
        Assert.That(bench.X[1], Is.EqualTo(1));
        Assert.That(DonationRequirements.Decode(bench.X[2]).Count, Is.EqualTo(3));
        // A donation that fails does not end the operation: it asks again.
        ulong list = bench.NewGranule();
        bench.Write64(list, Pages(bad, 1));
        Assert.That(bench.Rmi(RmiCommand.OpMemDonate, handle, list, 1), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(bench.Rmi(RmiCommand.OpContinue, handle).MemoryRequest, Is.EqualTo(RmiMemoryRequest.Donate));
        Assert.That(DonationRequirements.Decode(bench.X[2]).Count, Is.EqualTo(3));
        Assert.That(bench.Rmm.StateOf(bad), Is.EqualTo(GranuleState.Undelegated));
    }

    [Test]
    public void Every_granule_of_a_donated_range_is_looked_at()
    {
        using var bench = new RmmBench(FixedPlan.RecCreate(2));
        var realm = new TestRealm(bench);
        ulong handle = BeginRec(bench, realm, bench.NewDelegated());
        ulong memory = bench.NewDelegated(2);
        bench.Undelegate(memory + RmmBench.Granule);
        ulong list = bench.NewGranule();
        bench.Write64(list, Pages(memory, 2));
        Assert.That(bench.Rmi(RmiCommand.OpMemDonate, handle, list, 1), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(bench.Rmm.StateOf(memory), Is.EqualTo(GranuleState.Delegated));
    }

    [Test]
    public void A_donation_says_of_its_memory_in_which_state_it_is()
    {
        using var bench = new RmmBench(FixedPlan.RecCreate(1));
        var realm = new TestRealm(bench);
        ulong handle = BeginRec(bench, realm, bench.NewDelegated());
        ulong list = bench.NewGranule();
        bench.Write64(list, new AddressRangeDescriptor(bench.NewDelegated(), 3, 1, IsUndelegated: true).Encode(TranslationGranule.Size4K));
        Assert.That(bench.Rmi(RmiCommand.OpMemDonate, handle, list, 1), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void A_command_that_fails_at_its_last_step_gives_the_memory_back_and_has_changed_nothing()
    {
        using var bench = new RmmBench(FixedPlan.RecCreate(2));
        var realm = new TestRealm(bench);
        ulong rec = bench.NewDelegated();
        ulong parameters = bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code));
        bench.Rmi(RmiCommand.RecCreate, realm.Rd, rec, parameters);
        ulong handle = bench.X[1];
        ulong memory = bench.NewDelegated(2);
        Donate(bench, handle, (memory, 2));
        bench.Write64(parameters + RmiRecParamsLayout.Mpidr, 1);
        Assert.That(bench.Rmi(RmiCommand.OpContinue, handle).MemoryRequest, Is.EqualTo(RmiMemoryRequest.Reclaim));
        Assert.That(bench.Rmi(RmiCommand.OpMemReclaim, handle, bench.NewGranule(), 512).MemoryRequest, Is.EqualTo(RmiMemoryRequest.None));
        Assert.That(bench.Rmi(RmiCommand.OpContinue, handle), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(bench.Rmm.StateOf(memory), Is.EqualTo(GranuleState.Delegated));
        Assert.That(bench.Rmm.StateOf(rec), Is.EqualTo(GranuleState.Delegated));
        Assert.That(bench.Rmi(RmiCommand.OpContinue, handle), Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "the operation is over");
    }

    [Test]
    public void A_cancelled_operation_gives_its_memory_back_and_its_objects_are_free_again()
    {
        using var bench = new RmmBench(FixedPlan.RecCreate(2));
        var realm = new TestRealm(bench);
        ulong rec = bench.NewDelegated();
        ulong handle = BeginRec(bench, realm, rec);
        ulong memory = bench.NewDelegated();
        Donate(bench, handle, (memory, 1));
        Assert.That(bench.Rmi(RmiCommand.RealmTerminate, realm.Rd), Is.EqualTo((RmiResult)RmiStatus.Blocked));
        Assert.That(bench.Rmi(RmiCommand.OpCancel, handle).MemoryRequest, Is.EqualTo(RmiMemoryRequest.Reclaim));
        Assert.That(bench.Rmi(RmiCommand.OpMemReclaim, handle, bench.NewGranule(), 512).MemoryRequest, Is.EqualTo(RmiMemoryRequest.None));
        bench.Succeed(RmiCommand.OpContinue, handle);
        bench.Undelegate(rec);
        bench.Undelegate(memory);
        bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
    }

    [Test]
    public void An_object_in_an_intermediate_state_blocks_commands_on_it_and_no_others()
    {
        using var bench = new RmmBench(FixedPlan.TwoSteps(RmiCommand.RecDestroy));
        TestRealm realm = new TestRealm(bench).Start(A64.Wfi);
        TestRealm other = new TestRealm(bench).Start(A64.Wfi);
        Assert.That(bench.Rmi(RmiCommand.RecDestroy, realm.Rec).Status, Is.EqualTo(RmiStatus.Incomplete));
        ulong handle = bench.X[1];
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.Blocked));
        Assert.That(bench.Rmi(RmiCommand.RecDestroy, realm.Rec), Is.EqualTo((RmiResult)RmiStatus.Blocked));
        Assert.That(other.Enter(RmiRecEnterFlags.TrapWfi), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(bench.Rmi(RmiCommand.OpContinue, handle), Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.None, false)));
        bench.Succeed(RmiCommand.OpContinue, handle);
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "there is no REC any more");
    }

    [Test]
    public void A_range_of_entries_in_an_intermediate_state_does_not_block_its_neighbours()
    {
        using var bench = new RmmBench(FixedPlan.TwoSteps(RmiCommand.RttDataMap));
        var realm = new TestRealm(bench);
        realm.MakeTables(TestRealm.Data);
        ulong memory = bench.NewDelegated(2);
        Assert.That(Map(TestRealm.Data, memory).Status, Is.EqualTo(RmiStatus.Incomplete));
        ulong handle = bench.X[1];
        Assert.That(Map(TestRealm.Data, memory + 0x1000), Is.EqualTo((RmiResult)RmiStatus.Blocked));
        Assert.That(Map(TestRealm.Data + 0x1000, memory + 0x1000).Status, Is.EqualTo(RmiStatus.Incomplete));
        ulong second = bench.X[1];
        Assert.That(second, Is.Not.EqualTo(handle));
        Assert.That(bench.Rmi(RmiCommand.OpContinue, second, (ulong)RmiContinueFlags.Stop), Is.EqualTo(RmiResult.Success));
        Assert.That(bench.X[1], Is.EqualTo(TestRealm.Data + 0x2000));
        bench.Rmi(RmiCommand.OpContinue, handle);
        bench.Succeed(RmiCommand.OpContinue, handle);
        Assert.That(bench.X[1], Is.EqualTo(TestRealm.Data + 0x1000), "the outputs are those of the command");
        Assert.That(bench.Rmm.StateOf(memory), Is.EqualTo(GranuleState.Data));

        RmiResult Map(ulong ipa, ulong address) => bench.Rmi(
            RmiCommand.RttDataMap, realm.Rd, ipa, ipa + 0x1000, RttRangeScenarios.OneRange, Pages(address, 1));
    }

    [Test]
    public void An_address_inside_a_REC_is_no_REC_and_harms_nobody_while_an_operation_is_under_way()
    {
        using var bench = new RmmBench(FixedPlan.TwoSteps(RmiCommand.RttDataMap));
        TestRealm realm = new TestRealm(bench).Start(A64.Wfi);
        bench.Rmi(RmiCommand.RttDataMap, realm.Rd, TestRealm.Data, TestRealm.Data + 0x1000, RttRangeScenarios.OneRange, Pages(bench.NewDelegated(), 1));
        Assert.That(bench.Rmi(RmiCommand.RecEnter, realm.Rec + 0xFFF, realm.Run), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void Activation_in_pieces_leaves_the_RMM_INTERMEDIATE_meanwhile()
    {
        using var bench = new RmmBench(FixedPlan.TwoSteps(RmiCommand.RmmActivate), activate: false);
        Assert.That(bench.Rmi(RmiCommand.RmmActivate).Status, Is.EqualTo(RmiStatus.Incomplete));
        ulong handle = bench.X[1];
        Assert.That(bench.Rmm.RmmState, Is.EqualTo(RmmState.Intermediate));
        Assert.That(bench.Rmi(RmiCommand.RmmActivate), Is.EqualTo((RmiResult)RmiStatus.Blocked));
        bench.Rmi(RmiCommand.OpContinue, handle);
        bench.Succeed(RmiCommand.OpContinue, handle);
        Assert.That(bench.Rmm.RmmState, Is.EqualTo(RmmState.Active));
    }

    [Test]
    public void When_there_is_no_room_for_an_operation_the_command_is_BUSY_and_has_done_nothing()
    {
        using var bench = new RmmBench(FixedPlan.RecCreate(1));
        for (int i = 0; i < OperationTable.Capacity; i++)
            BeginRec(bench, new TestRealm(bench), bench.NewDelegated());
        var realm = new TestRealm(bench);
        ulong parameters = bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code));
        Assert.That(bench.Rmi(RmiCommand.RecCreate, realm.Rd, bench.NewDelegated(), parameters), Is.EqualTo((RmiResult)RmiStatus.Busy));
        bench.Succeed(RmiCommand.RealmActivate, realm.Rd);
    }

    [Test]
    public void An_aggressive_RMM_asks_for_memory_and_is_BUSY_and_the_same_seed_does_the_same()
    {
        List<RmiStatus> first = Answers(1);
        List<RmiStatus> again = Answers(1);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(Answers(2), Is.Not.EqualTo(first));
        Assert.That(first, Has.Some.EqualTo(RmiStatus.Busy).And.Some.EqualTo(RmiStatus.Blocked).And.Some.EqualTo(RmiStatus.Incomplete));

        static List<RmiStatus> Answers(ulong seed)
        {
            using var bench = new RmmBench(new RmmOptions { Sro = SroMode.Aggressive, SroSeed = seed }, activate: false);
            var answers = new List<RmiStatus>();
            for (int i = 0; i < 64; i++)
            {
                // State INIT: what is not refused or split fails.
                answers.Add(bench.Rmi(RmiCommand.RmmActivate).Status);
                if (answers[^1] == RmiStatus.Incomplete)
                    while (answers[^1] is RmiStatus.Incomplete or RmiStatus.Busy)
                        answers.Add(bench.Rmi(RmiCommand.OpContinue, (1UL << 8) | 0xA5).Status);
            }
            return answers;
        }
    }

    private static ulong BeginRec(RmmBench bench, TestRealm realm, ulong rec)
    {
        ulong parameters = bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code));
        RmiResult begun = bench.Rmi(RmiCommand.RecCreate, realm.Rd, rec, parameters);
        Assert.That(begun, Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.Donate, canCancel: true)));
        return bench.X[1];
    }

    private static RmiMemoryRequest Donate(RmmBench bench, ulong handle, params (ulong Address, int Pages)[] ranges)
    {
        ulong list = bench.NewGranule();
        for (int i = 0; i < ranges.Length; i++)
            bench.Write64(list + (ulong)i * 8, Pages(ranges[i].Address, ranges[i].Pages));
        RmiResult result = bench.Rmi(RmiCommand.OpMemDonate, handle, list, (ulong)ranges.Length);
        Assert.That(result.Status, Is.EqualTo(RmiStatus.Incomplete));
        return result.MemoryRequest;
    }

    private static ulong Pages(ulong address, int count) =>
        new AddressRangeDescriptor(address, 3, count).Encode(TranslationGranule.Size4K);
}
