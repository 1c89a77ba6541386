using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Campaign.RmiFuzz;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Tests.Fuzz;

/// <summary>Random commands against RMMs that are wrong in one way: invariants, taint or the model must find each, and soon.</summary>
public sealed class InjectedDefectTests
{
    /// <summary>Commands after which a defect has been found.</summary>
    private const int Bound = 60_000;

    private static IEnumerable<TestCaseData> Defects() =>
    [
        Case(new("A GPI change is forgotten", RmiCommand.GranuleRangeDelegate, ForgetsGpi: true), "GPI"),
        Case(new("A granule is given back without a wipe", RmiCommand.GranuleRangeUndelegate, Effect: (call, _) => call.Defer(() => GiveBack(call))), "was given to the host with bytes"),
        Case(new("A word of the RD is left in the memory of the host", RmiCommand.RealmActivate, Effect: RmmDefect.Then(call =>
            call.Host.TryWrite64(FuzzGenerator.Pages, call.Memory.Read64(call[1] + RdWord(call))))), "what stands in Rd"),
        Case(new("A table is freed and stays a table for the RMM", RmiCommand.RttDestroy, Effect: RmmDefect.Then(call =>
            call.Rmm.Granules[call.Outputs[1]] = GranuleState.Rtt)), "granule"),
        Case(new("A page is mapped a second time", RmiCommand.RttDataMapInit, Effect: RmmDefect.Then(call =>
            call.Tree.Write(call.Walk.EntryAddress ^ 8, call.Tree.Read(call.Walk.EntryAddress)))), "at once|entry"),
        Case(new("A REC too many is counted", RmiCommand.RecCreate, Effect: RmmDefect.Then(call => Count(call, 1))), "RECs"),
        Case(new("A Realm goes and is still counted", RmiCommand.RealmDestroy, Effect: RmmDefect.Then(call => call.Rmm.NumRealms++)), "Realms"),
        Case(new("A command that fails has changed the RD", RmiCommand.RecCreate, Conditions: RmmDefect.WhereItHolds("mpidr_index", call => Count(call, 0, recIndex: 1))), "yet something has changed"),
        Case(new("A command that fails has written to a granule", RmiCommand.RttCreate, Conditions: RmmDefect.Before("rtt_walk", call => call.Memory.Write64(call[2], 1))), "yet something has changed"),
        Case(new("A register of the caller is lost", RmiCommand.RttReadEntry, Effect: RmmDefect.Then(call => call.Outputs[7] ^= 1)), "X7 of the caller"),
        Case(new("The parameters of a REC are fetched again after they were checked", RmiCommand.RecCreate, Effect: (call, inner) =>
            call.Host.TryRead(call[3], call.Page) ? inner() : RmiStatus.ErrorInput), "was read twice"),
    ];

    private static IEnumerable<TestCaseData> Misbehaviours() =>
    [
        Case(new("A live table can be destroyed", RmiCommand.RttDestroy, Conditions: RmmDefect.Without("rtt_live")), "RttDestroy|nothing refers"),
        Case(new("A Realm that is live can be destroyed", RmiCommand.RealmDestroy, Conditions: RmmDefect.Without("realm_live")), "RealmDestroy|belongs to"),
        Case(new("RECs can be made in a Realm that is ACTIVE", RmiCommand.RecCreate, Conditions: RmmDefect.Without("realm_state")), "RecCreate|OpContinue"),
        Case(new("A REC that is off can be entered", RmiCommand.RecEnter, Conditions: RmmDefect.Without("rec_runnable")), "RecEnter|it runs"),
        Case(new("A failure has another status", RmiCommand.RttDataMap, Conditions: RmmDefect.Answers("rtte_state", RmiStatus.ErrorInput)), "RttDataMap|OpContinue"),
        Case(new("RIPAS of one entry too many changes", RmiCommand.RttInitRipas, Effect: RmmDefect.Then(call =>
            call.Tree.Write(call.Walk.EntryAddress ^ 0x800, RttEntry.Void(Ripas.Ram)))), "entry|granule|RttReadEntry|RIPAS|Rtt"),
        Case(new("What an entry says is wrong", RmiCommand.RttReadEntry, Effect: RmmDefect.Then(call => call.Outputs[4] ^= 1)), "RttReadEntry"),
    ];

    [TestCaseSource(nameof(Defects))]
    public void A_defect_is_found_by_what_is_checked_after_each_command(object defect, string what) => Finds((RmmDefect)defect, what, scansAfter: 1);

    [TestCaseSource(nameof(Misbehaviours))]
    public void A_defect_is_found_by_the_model(object defect, string what) => Finds((RmmDefect)defect, what, scansAfter: 1024);

    private static void Finds(RmmDefect defect, string what, int scansAfter)
    {
        var run = new RmiFuzzRun(1, defect, scansAfter);
        Counterexample? found = run.Run(Bound);
        Assert.That(found, Is.Not.Null, $"not found within {run.Commands} commands");
        Assert.That(found!.Wrong, Does.Match(what));
        TestContext.Out.WriteLine($"after {run.Commands} commands: {found.Wrong}");
    }

    private static TestCaseData Case(RmmDefect defect, string what) => new TestCaseData(defect, what).SetArgDisplayNames(defect.Name);

    // The command without the wipe.
    private static async Script GiveBack(RmiCall call)
    {
        ulong parts = call.Rmm.GranuleBytes / 4096;
        SmcCall set = await call.RmmPe.Script.Smc(new SmcCall((ulong)FirmeCommand.GmGpiSet, call[1], parts, (ulong)Gpi.NonSecure));
        if (set.X1 == parts)
            call.SetState(call[1], GranuleState.Undelegated);
        call.Return(1, call[1] + call.Rmm.GranuleBytes);
        call.Finish(set.X1 == parts ? RmiResult.Success : RmiStatus.ErrorInput);
    }

    private static void Count(RmiCall call, ulong recs, ulong recIndex = 0)
    {
        Rd rd = call.Rd;
        rd.NumRecs += recs;
        rd.RecIndex += recIndex;
    }

    // The first word of the RD that says something.
    private static ulong RdWord(RmiCall call)
    {
        ulong offset = 0;
        while (offset < 0xFF8 && call.Memory.Read64(call[1] + offset) < 1UL << 20)
            offset += 8;
        return offset;
    }
}
