using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using C = CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Draws what hosts do next: what the model says is possible, the same with something wrong, or anything.</summary>
/// <param name="player">Where the steps will be played: what is possible depends on what has been.</param>
/// <param name="random">Random numbers.</param>
internal sealed partial class FuzzGenerator(FuzzPlayer player, FuzzRandom random)
{
    /// <summary>Pages of the host that commands read and write.</summary>
    public const ulong Pages = 0x8800_0000;

    private const ulong Pool = 0x9000_0000, PoolRegion = 0x8000_0000;
    private const int PoolGranules = 96;
    private const ulong Blocks = 0xA000_0000;
    private const int PageCount = 24;

    private static readonly C[] Commands = Enum.GetValues<C>();

    private readonly Queue<Func<IEnumerable<FuzzStep>>> _plan = [];

    private RmiModel Model => player.Model;

    private ulong G => Model.Geometry.Granule;

    /// <summary>The next steps.</summary>
    public IEnumerable<FuzzStep> Next()
    {
        // Work that waits for the host goes first as a rule, so that something becomes of it.
        if (Model.Operations.Count > 0 && random.Chance(70))
            return Operation();
        if (Table() is { } table)
            return table;
        if (_plan.Count > 0 && random.Chance(85))
            return _plan.Dequeue()();
        if (Answer() is { } answer)
            return answer;
        int kind = random.Below(1000);
        return kind switch
        {
            < 12 => Build(),
            < 18 => TearDown(),
            < 620 => Good(),
            < 850 => Spoil(Good()),
            < 900 => Race(),
            < 925 => Flipped(),
            < 940 => Background(),
            _ => Anything(),
        };
    }

    // What something waits for that only one command can give.
    private IEnumerable<FuzzStep>? Answer()
    {
        if (Model.State == RmmState.Init && random.Chance(50))
            return random.Chance(80) ? [Step((ulong)C.RmmActivate)] : Config((ulong)random.Below(3), (ulong)random.Below(2));
        return random.Chance(10) && Model.Recs.Values.Any(CanRun) ? Converse() : null;
    }

    // Without a table nothing can be delegated, and as long as nothing is, the table can go again.
    private FuzzStep[]? Table()
    {
        if (Model.State != RmmState.Active || Model.Options is not { DynamicGpt: true, IsStateful: true } || random.Chance(50))
            return null;
        if (!Model.GptTables.Contains(PoolRegion))
            return [Step(C.GptL1Create, PoolRegion)];
        return Model.IsUsed(PoolRegion) ? null : [Step(C.GptL1Destroy, PoolRegion)];
    }

    private int Pe()
    {
        for (int i = 0; i < 8; i++)
        {
            int pe = random.Below(player.World.Options.Pes);
            if (!player.IsBusy(pe))
                return pe;
        }
        return 0;
    }

    private FuzzStep Step(ulong functionId, params ReadOnlySpan<ulong> arguments)
    {
        var x = new ulong[8];
        x[0] = functionId;
        arguments.CopyTo(x.AsSpan(1));
        if (random.Below(64) == 0)
            x[0] |= 0x1_0000; // the SVE hint means nothing here
        if (random.Below(64) == 0)
            x[0] |= random.Next() << 32;
        return FuzzStep.Call(Pe(), x);
    }

    private FuzzStep Step(C command, params ReadOnlySpan<ulong> arguments) => Step((ulong)command, arguments);

    // A call with one or two arguments that are wrong in some way.
    private IEnumerable<FuzzStep> Spoil(IEnumerable<FuzzStep> steps)
    {
        FuzzStep[] all = [.. steps];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Kind == FuzzStepKind.Call && i == all.Length - 1)
            {
                ulong[] x = [.. all[i].Words];
                for (int n = 1 + random.Below(2); n > 0; n--)
                {
                    int register = 1 + random.Below(5);
                    x[register] = Spoiled(x, register);
                }
                all[i] = all[i] with { Words = x };
            }
            else if (all[i].Kind == FuzzStepKind.Write && random.Chance(30))
            {
                ulong[] words = [.. all[i].Words];
                int at = random.Below(words.Length);
                words[at] = random.Chance(50) ? words[at] ^ 1UL << random.Below(64) : Hostile();
                all[i] = all[i] with { Words = words };
            }
        }
        return all;
    }

    private ulong Spoiled(ulong[] x, int register) => random.Below(12) switch
    {
        0 => x[register] + 8,
        1 => x[register] + G,
        2 => x[register] - G,
        3 => x[register] | 1UL << 63,
        4 => x[register] ^ 1UL << random.Below(64),
        5 => x[1 + random.Below(5)],
        6 => Granule(),
        7 => Hostile(),
        8 => x[register] - 1,
        9 => x[register] + 1,
        10 => x[register] << 1,
        _ => Ipa(),
    };

    private ulong Granule() => Pool + (ulong)random.Below(PoolGranules) * G;

    private ulong Page() => Pages + (ulong)random.Below(PageCount) * 0x1_0000;

    // Addresses at, and on both sides of, every limit there is.
    private ulong Hostile()
    {
        ulong limit = random.Of<ulong>(
            0UL, 0x8000_0000, 0xFDC0_0000, 0xFFBF_F000, 0x1_0000_0000, 1UL << 32, 1UL << 39, 1UL << 40, 1UL << 47, 1UL << 48, 1UL << 52, 1UL << 63,
            Pool, Blocks, 0x0400_0000, 0x0407_0000, 0x0600_0000, 0x1C09_0000, 0x2F00_0000, 0xC000_0000, 0x4000_0000);
        return limit + random.Of<ulong>(0, 0, 0, 8, G, ~G + 1, ulong.MaxValue, ulong.MaxValue - 7, 0x1000, 0x800);
    }

    private IEnumerable<FuzzStep> Anything()
    {
        ulong functionId = random.Chance(80) ? (ulong)random.From(Commands) : 0xC400_0150UL + (ulong)random.Below(0x180);
        if (random.Below(40) == 0)
            functionId = random.Of(0x8400_0150UL, 0xC400_02CF, 0xC400_0151, 0xC400_0300 - 0x31, 0xC401_0150);
        // What the monitor answers itself, and not the RMM, is none of our business.
        if (functionId is >= 0xC400_0190 and <= 0xC400_01CF)
            functionId = (ulong)C.Version;
        var x = new ulong[5];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = random.Below(6) switch { 0 => Granule(), 1 => Hostile(), 2 => Ipa(), 3 => (ulong)random.Below(6), 4 => Page(), _ => random.Next() };
        }
        // A region tracked as a unit is moved as one, a gibibyte at a time: once in a while is enough.
        if (functionId == (ulong)C.GranuleTrackingSet && random.Below(50) != 0)
            x[2] = 3 + (ulong)random.Below(3) * 2;
        return [Step(functionId, x)];
    }

    private IEnumerable<FuzzStep> Race()
    {
        if (player.World.Options.Pes < 2)
            return Good();
        FuzzStep[] one = [.. Good()], other = [.. random.Chance(50) ? Good() : Spoil(Good())];
        if (one.Length == 0 || other.Length == 0 || one[^1].Kind != FuzzStepKind.Call || other[^1].Kind != FuzzStepKind.Call)
            return one;
        // The same thing twice, now and then.
        ulong[] x = random.Chance(30) ? one[^1].Words : other[^1].Words;
        int pe = random.Below(player.World.Options.Pes);
        var race = new FuzzStep(FuzzStepKind.Race, pe, 0, one[^1].Words, (pe + 1) % player.World.Options.Pes, x);
        return [.. one[..^1], .. other[..^1], race];
    }

    private IEnumerable<FuzzStep> Flipped()
    {
        FuzzStep[] steps = [.. Good()];
        FuzzStep[] writes = [.. steps.Where(step => step.Kind == FuzzStepKind.Write)];
        if (writes.Length == 0 || steps[^1].Kind != FuzzStepKind.Call || player.World.Options.Pes < 2)
            return steps;
        FuzzStep write = random.From(writes);
        int at = random.Below(write.Words.Length);
        ulong value = random.Below(3) switch { 0 => Hostile(), 1 => Granule(), _ => write.Words[at] ^ 1UL << random.Below(64) };
        var flip = new FuzzStep(FuzzStepKind.Flip, steps[^1].Pe, write.Address + (ulong)at * 8, [1 + (ulong)random.Below(3), value]);
        return [.. steps[..^1], flip, steps[^1]];
    }

    private IEnumerable<FuzzStep> Background()
    {
        int busy = Enumerable.Range(0, player.World.Options.Pes).FirstOrDefault(player.IsBusy, -1);
        if (busy >= 0 && random.Chance(60))
            return [new FuzzStep(FuzzStepKind.Finish, busy, 0, [])];
        FuzzStep[] steps = [.. Enter()];
        if (steps.Length == 0 || player.World.Options.Pes < 2 || busy >= 0)
            return steps;
        return [.. steps[..^1], steps[^1] with { Kind = FuzzStepKind.Start }];
    }
}
