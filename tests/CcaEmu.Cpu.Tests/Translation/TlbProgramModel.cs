using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using static CcaEmu.Cpu.Tests.Translation.TlbProgramMachine;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// What the architecture lets one PE's TLB hold: for each context the last-level entries, the tables and the whole translations that it
/// may have looked up and that no TLBI has dropped since. What is not valid is never held.
/// </summary>
/// <remarks>Arm ARM, D8.17 "TLB maintenance"; D9.5 for GPT entries; J1.1 shared pseudocode TLBIMatch.</remarks>
/// <param name="tables">What the tables hold now.</param>
internal sealed class TlbProgramModel(TlbProgramState tables)
{
    private const int Vmids = 2, Asids = 2;

    private readonly Dictionary<(TlbProgramRegime, int Vmid, int Asid, int Page), HashSet<int>> _leaves1 = [];
    private readonly Dictionary<(TlbProgramRegime, int Vmid, int Asid), HashSet<int>> _tables1 = [];
    private readonly Dictionary<(SecurityState, int Vmid, int Frame), HashSet<int>> _leaves2 = [];
    private readonly Dictionary<(SecurityState, int Vmid), HashSet<int>> _tables2 = [];
    private readonly Dictionary<(TlbProgramRegime, int Vmid, int Asid, int Page), HashSet<int>> _whole = [];
    private readonly HashSet<Gpi>[] _gpis = [.. Enumerable.Range(0, Granules).Select(_ => new HashSet<Gpi>())];

    /// <summary>Every context that a program can be in.</summary>
    public static TlbProgramContext[] Contexts { get; } = [.. TlbProgramRegime.All.SelectMany(regime => regime.HasStage2
        ? Enumerable.Range(0, Vmids * Asids).Select(i => new TlbProgramContext(regime, i / Asids, i % Asids))
        : [new TlbProgramContext(regime, 0, 0)])];

    /// <summary>All that a load may give.</summary>
    public HashSet<int> Possible(in TlbProgramContext context, int page)
    {
        var results = new HashSet<int>();
        (Pas pas, SecurityState state) = (context.Regime.Pas, context.Regime.State);
        foreach (int target in Translations(context, page).Concat(Held(_whole, Key(context, page))))
        {
            if (target < 0)
                results.Add(target);
            else
                results.UnionWith(_gpis[target].Append(tables.Gpis[target]).Select(gpi => gpi.Allows(pas, state) ? target : GranuleFault));
        }
        return results;
    }

    /// <summary>To be called before the tables change: what can be looked up now may be held from now on.</summary>
    public void Remember()
    {
        foreach (TlbProgramContext context in Contexts)
        {
            for (int page = 0; page < Pages; page++)
            {
                Add(_whole, Key(context, page), Translations(context, page));
                Add(_leaves1, Key(context, page), Stage1(context, page));
            }
            if (!context.Regime.HasStage2)
                continue;
            for (int frame = 0; frame < Frames; frame++)
                Add(_leaves2, (context.Regime.State, context.Vmid, frame), Stage2(context, frame));
        }
        foreach (TlbProgramContext context in Contexts)
        {
            Add(_tables1, (context.Regime, context.Vmid, context.Asid), [tables.Selected1[context.Regime]]);
            if (context.Regime.HasStage2)
                Add(_tables2, (context.Regime.State, context.Vmid), [tables.Selected2[context.Regime.State]]);
        }
        for (int granule = 0; granule < Granules; granule++)
            _gpis[granule].Add(tables.Gpis[granule]);
    }

    /// <summary>Drops stage 1 and whole translations of the contexts and pages that a predicate picks.</summary>
    public void DropStage1(Func<TlbProgramContext, int, bool> picks, bool lastLevelOnly)
    {
        foreach (TlbProgramContext context in Contexts)
        {
            for (int page = 0; page < Pages; page++)
            {
                if (!picks(context, page))
                    continue;
                _leaves1.Remove(Key(context, page));
                _whole.Remove(Key(context, page));
                if (!lastLevelOnly)
                    _tables1.Remove((context.Regime, context.Vmid, context.Asid));
            }
        }
    }

    /// <summary>Drops stage 2 entries, not what was made of both stages.</summary>
    public void DropStage2(SecurityState state, int? vmid, Func<int, bool> picks, bool lastLevelOnly)
    {
        for (int each = 0; each < Vmids; each++)
        {
            for (int frame = 0; frame < Frames; frame++)
            {
                if ((vmid is { } one && one != each) || !picks(frame))
                    continue;
                _leaves2.Remove((state, each, frame));
                if (!lastLevelOnly)
                    _tables2.Remove((state, each));
            }
        }
    }

    /// <summary>Drops what is held of a granule's GPI.</summary>
    public void DropGpi(int granule) => _gpis[granule].Clear();

    // Global entries serve every ASID: they are kept under the first.
    private static (TlbProgramRegime, int, int, int) Key(in TlbProgramContext context, int page) =>
        (context.Regime, context.Vmid, IsGlobal(page) ? 0 : context.Asid, page);

    private static IEnumerable<int> Held<TKey>(Dictionary<TKey, HashSet<int>> all, TKey key)
        where TKey : notnull => all.TryGetValue(key, out HashSet<int>? held) ? held : [];

    private static void Add<TKey>(Dictionary<TKey, HashSet<int>> all, TKey key, IEnumerable<int> values)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out HashSet<int>? held))
            all[key] = held = [];
        held.UnionWith(values.Where(value => value >= 0));
    }

    private List<int> Stage1(in TlbProgramContext context, int page)
    {
        TlbProgramRegime regime = context.Regime;
        List<int> values = [.. Held(_leaves1, Key(context, page)), tables.Stage1[(regime, tables.Selected1[regime], page)]];
        // A global page may be found through the tables held for any ASID.
        for (int asid = 0; asid < Asids; asid++)
        {
            if (asid == context.Asid || IsGlobal(page))
                values.AddRange(Held(_tables1, (regime, context.Vmid, asid)).Select(table => tables.Stage1[(regime, table, page)]));
        }
        return values;
    }

    private List<int> Stage2(in TlbProgramContext context, int frame)
    {
        SecurityState state = context.Regime.State;
        return
        [
            .. Held(_leaves2, (state, context.Vmid, frame)), tables.Stage2[(state, tables.Selected2[state], frame)],
            .. Held(_tables2, (state, context.Vmid)).Select(table => tables.Stage2[(state, table, frame)]),
        ];
    }

    private HashSet<int> Translations(in TlbProgramContext context, int page)
    {
        var results = new HashSet<int>();
        foreach (int target in Stage1(context, page))
        {
            if (target < 0 || !context.Regime.HasStage2)
                results.Add(target);
            else
                results.UnionWith(Stage2(context, target));
        }
        return results;
    }
}

/// <summary>What the tables in memory hold: targets of each page and frame, -1 and -2 where there is none, the selected tables, and GPIs.</summary>
internal sealed class TlbProgramState
{
    public Dictionary<(TlbProgramRegime, int Table, int Page), int> Stage1 { get; } = [];

    public Dictionary<(SecurityState, int Table, int Frame), int> Stage2 { get; } = [];

    public Dictionary<TlbProgramRegime, int> Selected1 { get; } = [];

    public Dictionary<SecurityState, int> Selected2 { get; } = [];

    public Gpi[] Gpis { get; } = [.. Enumerable.Repeat(Gpi.Any, Granules)];
}
