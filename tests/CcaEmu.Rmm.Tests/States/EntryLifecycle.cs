using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>RIPAS and HIPAS of 2 MiB of a Realm: one leaf of level 2, or a table of level 3 of which the first page is looked at.</summary>
internal sealed class EntryLifecycle : StateSubject
{
    private const ulong Block = 0x20_0000;

    private readonly TestRealm _realm;
    private readonly ulong _ipa;
    private readonly ulong _rec;

    private EntryLifecycle(RmmBench bench, ulong ipa)
        : base(bench)
    {
        (_realm, _ipa) = (new TestRealm(bench), ipa);
        _realm.MakeTables(ipa, 2);
        _rec = _realm.NewRec();
    }

    public static StateMachine Machine { get; } = new(
        "entry",
        ["EMPTY_VOID", "RAM_VOID", "DESTROYED_VOID", "EMPTY_DATA", "RAM_DATA", "DESTROYED_DATA", "UNMAPPED_NS", "MAPPED_NS"],
        [
            "RMI_RTT_DATA_MAP_INIT", "RMI_RTT_DATA_MAP_INIT in a Realm that is ACTIVE", "RMI_RTT_DATA_MAP", "RMI_RTT_DATA_MAP in a Realm that is ACTIVE",
            "RMI_RTT_DATA_MAP of the block", "RMI_RTT_DATA_UNMAP", "RMI_RTT_DATA_UNMAP of the block", "RMI_RTT_DATA_UNMAP of a page of the block",
            "RMI_RTT_INIT_RIPAS", "RMI_RTT_INIT_RIPAS of the block", "RMI_RTT_INIT_RIPAS of a page of the block", "RMI_RTT_INIT_RIPAS in a Realm that is ACTIVE",
            "RMI_RTT_SET_RIPAS EMPTY", "RMI_RTT_SET_RIPAS RAM", "RMI_RTT_SET_RIPAS RAM although DESTROYED", "RMI_RTT_SET_RIPAS RAM of a page of the block",
            "RMI_RTT_UNPROT_MAP", "RMI_RTT_UNPROT_UNMAP", "RMI_RTT_UNPROT_UNMAP of a page of the block", "RMI_RTT_READ_ENTRY", "RMI_RTT_CREATE", "RMI_RTT_FOLD",
            "RMI_RTT_DESTROY",
        ], Make);

    public override string State
    {
        get
        {
            Rd rd = new(Memory, _realm.Rd);
            RttWalk walk = new RttTree(Bench.Pe, rd).Walk(_ipa, 3);
            if (!rd.IsProtected(_ipa))
                return walk.Entry.IsMappedNs(walk.Level) ? "MAPPED_NS" : "UNMAPPED_NS";
            return $"{StateMachineTests.Name(walk.Entry.Ripas)}_{(walk.Entry.IsData(walk.Level) ? "DATA" : "VOID")}";
        }
    }

    private static ulong NsFlags => new RmiMapFlags(RttRangeScenarios.OneRange).WithAttributes(6, 3).Value;

    private RealmMemory Memory => new(Bench.Pe.Physical);

    public override RmiResult Fire(string name)
    {
        ulong rd = _realm.Rd, one = RttRangeScenarios.OneRange, top = _ipa + (name.Contains("P of the block", StringComparison.Ordinal) || name.Contains("S of the block", StringComparison.Ordinal) ? Block : 0x1000);
        return name.Split(' ')[0] switch
        {
            "RMI_RTT_DATA_MAP_INIT" => Bench.Rmi(RmiCommand.RttDataMapInit, rd, Bench.NewDelegated(), _ipa, Bench.NewGranule()),
            "RMI_RTT_DATA_MAP" when top == _ipa + Block => MapBlock(),
            "RMI_RTT_DATA_MAP" => Bench.Rmi(RmiCommand.RttDataMap, rd, _ipa, top, one, RttRangeScenarios.Pages(Bench.NewDelegated(), 1)),
            "RMI_RTT_DATA_UNMAP" => Bench.Rmi(RmiCommand.RttDataUnmap, rd, _ipa, top, one),
            "RMI_RTT_INIT_RIPAS" => Bench.Rmi(RmiCommand.RttInitRipas, rd, _ipa, top),
            "RMI_RTT_SET_RIPAS" => SetRipas(name),
            "RMI_RTT_UNPROT_MAP" => Bench.Rmi(RmiCommand.RttUnprotMap, rd, _ipa, top, NsFlags, RttRangeScenarios.Pages(Bench.NewGranule(), 1)),
            "RMI_RTT_UNPROT_UNMAP" => Bench.Rmi(RmiCommand.RttUnprotUnmap, rd, _ipa, top, one),
            "RMI_RTT_READ_ENTRY" => Bench.Rmi(RmiCommand.RttReadEntry, rd, _ipa, 3),
            "RMI_RTT_CREATE" => Bench.Rmi(RmiCommand.RttCreate, rd, Bench.NewDelegated(), _ipa, 3),
            "RMI_RTT_FOLD" => Bench.Rmi(RmiCommand.RttFold, rd, _ipa, 3),
            "RMI_RTT_DESTROY" => Bench.Rmi(RmiCommand.RttDestroy, rd, _ipa, 3),
            _ => throw new ArgumentException($"'{name}' is no event", nameof(name)),
        };
    }

    private static EntryLifecycle Make(string state, string name)
    {
        bool isProtected = !state.EndsWith("NS", StringComparison.Ordinal);
        var it = new EntryLifecycle(new RmmBench(), isProtected ? TestRealm.Code : TestRealm.Unprotected);
        it.Arrange(state);
        if (!name.Contains("block", StringComparison.Ordinal) && name != "RMI_RTT_CREATE")
            it.Bench.Succeed(RmiCommand.RttCreate, it._realm.Rd, it.Bench.NewDelegated(), it._ipa, 3);
        if (name.Contains("ACTIVE", StringComparison.Ordinal))
            it._realm.Activate();
        return it;
    }

    private void Arrange(string state)
    {
        ulong rd = _realm.Rd, top = _ipa + Block;
        if (state is "RAM_VOID" or "RAM_DATA" || state.StartsWith("DESTROYED", StringComparison.Ordinal))
            Bench.Succeed(RmiCommand.RttInitRipas, rd, _ipa, top);
        if (state is "EMPTY_DATA" or "RAM_DATA" || state.StartsWith("DESTROYED", StringComparison.Ordinal))
            Assert.That(MapBlock().IsSuccess);
        if (state.StartsWith("DESTROYED", StringComparison.Ordinal))
            Bench.Succeed(RmiCommand.RttDataUnmap, rd, _ipa, top, RttRangeScenarios.OneRange);
        if (state == "DESTROYED_DATA")
            Assert.That(MapBlock().IsSuccess);
        if (state == "MAPPED_NS")
            Bench.Succeed(RmiCommand.RttUnprotMap, rd, _ipa, top, NsFlags, RttRangeScenarios.Blocks(Bench.NewGranule(512, Block), 1));
    }

    private RmiResult MapBlock() => Bench.Rmi(
        RmiCommand.RttDataMap, _realm.Rd, _ipa, _ipa + Block, RttRangeScenarios.OneRange, RttRangeScenarios.Blocks(Bench.NewDelegated(512, Block), 1));

    // As if the REC had asked for it; of an unprotected IPA it cannot ask.
    private RmiResult SetRipas(string name)
    {
        bool isProtected = _ipa < TestRealm.Unprotected;
        _ = new Rec(Memory, _rec)
        {
            RipasAddr = isProtected ? _ipa : 0,
            RipasTop = isProtected ? _ipa + 0x1000 : 0,
            RipasValue = name.Contains("RAM", StringComparison.Ordinal) ? Ripas.Ram : Ripas.Empty,
            RipasChangeDestroyed = name.EndsWith("although DESTROYED", StringComparison.Ordinal),
        };
        return Bench.Rmi(RmiCommand.RttSetRipas, _realm.Rd, _rec, _ipa, _ipa + 0x1000);
    }
}
