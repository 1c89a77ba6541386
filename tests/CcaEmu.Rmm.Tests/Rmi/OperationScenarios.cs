using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of the commands about stateful operations, on a REC_CREATE that asks for a run of four pages.</summary>
internal static class OperationScenarios
{
    private const int Pages = 4;

    private static Break Complete { get; } = Break.Input("complete", s => s.A[1] ^= 1);

    public static IEnumerable<CommandScenario> All()
    {
        yield return new(RmiCommand.OpContinue, s => Begin(s),
        [
            Complete,
            Break.Input("flags", s => s.A[2] = 2),
        ], Options: Splits(contiguous: true));
        yield return new(RmiCommand.OpMemDonate, s =>
        {
            Begin(s);
            ulong run = s.Bench.NewDelegated(Pages, Pages * RmmBench.Granule);
            s.Page = s.Bench.NewGranule();
            s.Bench.Write64(s.Page, Descriptor(run, Pages));
            (s.A[2], s.A[3]) = (s.Page, 1);
        },
        [
            Complete,
            Break.Input("mem_req", s => DonateAll(s)),
            Break.Input("list_align", s => s.A[2] += 4),
            Break.Input("list_pas", s => s.A[2] = s.Bench.NewDelegated()),
            Break.Input("mem_gt", s =>
            {
                s.Bench.Write64(s.Page + 8, Descriptor(s.Bench.NewDelegated(Pages), Pages));
                s.A[3] = 2;
            }),
            Break.Input("mem_contig", s => s.Bench.Write64(s.Page, s.Bench.Read64(s.Page) - (1 << 2))),
            Break.Input("mem_align", s => s.Bench.Write64(s.Page, s.Bench.Read64(s.Page) | 1UL << 55)),
            Break.Input("mem_state", s => s.Bench.Undelegate(s.Bench.Read64(s.Page) & 0xF_FFFF_FFFF_F000)),
        ], Options: Splits(contiguous: true));
        yield return new(RmiCommand.OpMemReclaim, s =>
        {
            Begin(s);
            Donate(s, 2);
            Assert.That(s.Bench.Rmi(RmiCommand.OpCancel, s.A[1]).MemoryRequest, Is.EqualTo(RmiMemoryRequest.Reclaim));
            (s.A[2], s.A[3]) = (s.Bench.NewGranule(), Pages);
        },
        [
            Complete,
            Break.Input("mem_req", s => s.Bench.Rmi(RmiCommand.OpMemReclaim, s.A[1], s.Bench.NewGranule(), 512)),
            Break.Input("list_align", s => s.A[2] += 4),
            Break.Input("list_pas", s => s.A[2] = s.Bench.NewDelegated()),
        ], Options: Splits(contiguous: false));
        yield return new(RmiCommand.OpCancel, s => Begin(s),
        [
            Complete,
            Break.Input("can_cancel", s => DonateAll(s)),
        ], Options: Splits(contiguous: true));
    }

    private static RmmOptions Splits(bool contiguous) => FixedPlan.RecCreate(Pages, contiguous);

    private static void Begin(Scenario s)
    {
        s.Realm = new TestRealm(s.Bench);
        s.Realm.MapCode(0);
        ulong parameters = s.Bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code));
        RmiResult begun = s.Bench.Rmi(RmiCommand.RecCreate, s.Realm.Rd, s.Bench.NewDelegated(), parameters);
        Assert.That(begun, Is.EqualTo(RmiResult.Incomplete(RmiMemoryRequest.Donate, canCancel: true)));
        s.A[1] = s.Bench.X[1];
    }

    private static void DonateAll(Scenario s) => Donate(s, Pages);

    private static void Donate(Scenario s, int pages)
    {
        ulong list = s.Bench.NewGranule();
        s.Bench.Write64(list, Descriptor(s.Bench.NewDelegated((ulong)pages, Pages * RmmBench.Granule), pages));
        Assert.That(s.Bench.Rmi(RmiCommand.OpMemDonate, s.A[1] & ~1UL | 1, list, 1).Status, Is.EqualTo(RmiStatus.Incomplete));
    }

    private static ulong Descriptor(ulong address, int pages) =>
        new AddressRangeDescriptor(address, 3, pages).Encode(TranslationGranule.Size4K);
}
