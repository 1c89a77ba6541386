using System.Diagnostics;
using CcaEmu.Rmm;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>A counterexample: a machine, the steps, and what was wrong at the end.</summary>
internal sealed record Counterexample(WorldOptions World, IReadOnlyList<FuzzStep> Steps, string Wrong)
{
    /// <summary>The script that plays it.</summary>
    public string Format() => $"# {Wrong.ReplaceLineEndings(" ")}\n{World}\n{string.Join('\n', Steps)}\n";

    /// <summary>Reads a script.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Counterexample Parse(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string[] said = [.. lines.Where(line => line[0] != '#')];
        return new(WorldOptions.Parse(said[0]), [.. said[1..].Select(FuzzStep.Parse)], string.Join(' ', lines.Where(line => line[0] == '#')).TrimStart('#', ' '));
    }
}

/// <summary>Random commands by several hosts, against the model, until something is wrong.</summary>
/// <param name="seed">Decides everything.</param>
/// <param name="defect">What is wrong with the RMM, to see whether it is found; null for nothing.</param>
/// <param name="scansAfter">Everything is checked after every so many commands.</param>
/// <param name="hasMec">Whether every machine has encryption contexts, and not every third.</param>
internal sealed class RmiFuzzRun(ulong seed, IRmmDefect? defect = null, int scansAfter = 1024, bool hasMec = false)
{
    /// <summary>Commands that one machine is given.</summary>
    public const int CommandsPerMachine = 50_000;

    /// <summary>Commands made.</summary>
    public long Commands { get; private set; }

    /// <summary>Machines booted.</summary>
    public long Machines { get; private set; }

    /// <summary>How often each status was answered by each command.</summary>
    public Dictionary<(Arm.Rmi.RmiCommand Command, Arm.Rmi.RmiStatus Status), long> Answers { get; } = [];

    /// <summary>How often a command was taken: it succeeded, or became an operation, or its operation went on.</summary>
    public long Taken(Arm.Rmi.RmiCommand command) =>
        Answers.GetValueOrDefault((command, Arm.Rmi.RmiStatus.Success)) + Answers.GetValueOrDefault((command, Arm.Rmi.RmiStatus.Incomplete));

    /// <summary>Makes commands.</summary>
    /// <param name="commands">How many at least.</param>
    /// <param name="progress">Told now and then.</param>
    /// <returns>What was found, not made small; null where nothing was.</returns>
    public Counterexample? Run(long commands, Action<RmiFuzzRun>? progress = null)
    {
        var clock = Stopwatch.StartNew();
        long told = 0;
        while (Commands < commands)
        {
            if (Machine(Math.Min(CommandsPerMachine, commands - Commands)) is { } found)
                return found;
            if (clock.ElapsedMilliseconds - told > 10_000)
            {
                told = clock.ElapsedMilliseconds;
                progress?.Invoke(this);
            }
        }
        return null;
    }

    /// <summary>Plays a script.</summary>
    /// <returns>What is wrong at its end, or null.</returns>
    public static (string? Wrong, int Steps) Play(WorldOptions world, IReadOnlyList<FuzzStep> steps, int scansAfter = 1, TextWriter? trace = null)
    {
        using var player = new FuzzPlayer(world, scansAfter);
        if (trace is not null)
            player.Trace = answer => trace.WriteLine($"    {answer}");
        for (int i = 0; i < steps.Count && !player.IsOver; i++)
        {
            trace?.WriteLine(steps[i]);
            if (Guarded(() => player.Play(steps[i])) is { } wrong)
                return (wrong, i + 1);
        }
        return (Guarded(player.Compare), steps.Count);
    }

    /// <summary>The kind of machine that a run's next one is.</summary>
    private WorldOptions World(FuzzRandom random)
    {
        var world = new WorldOptions(
            1 + random.Below(3), random.Of(SroMode.Off, SroMode.Off, SroMode.Spec, SroMode.Aggressive, SroMode.Aggressive), random.Next() & 0xFFFF_FFFF,
            DynamicGpt: Machines % 6 == 3, RequiresToken: random.Below(8) == 0);
        // Without operations no table can be made, and nothing delegated where there is none.
        if (world is { DynamicGpt: true, Sro: SroMode.Off } && world.Seed % 8 != 0)
            world = world with { Sro = SroMode.Spec };
        return hasMec || world.Seed % 3 == 0 ? world with { Mecids = 1 + (int)(world.Seed / 3 % 3) } : world;
    }

    private Counterexample? Machine(long commands)
    {
        var random = new FuzzRandom(seed * 0x1_0000_0001 + (ulong)Machines);
        WorldOptions world = World(random);
        Machines++;
        using var player = new FuzzPlayer(world, scansAfter, defect);
        var generator = new FuzzGenerator(player, random);
        var steps = new List<FuzzStep>();
        string? wrong = null;
        while (wrong is null && player.Commands < commands && !player.IsOver)
        {
            foreach (FuzzStep step in generator.Next())
            {
                steps.Add(step);
                wrong = Guarded(() => player.Play(step));
                if (wrong is not null || player.IsOver)
                    break;
            }
        }
        wrong ??= Guarded(player.Compare);
        Commands += Math.Max(player.Commands, 1);
        foreach (((Arm.Rmi.RmiCommand, Arm.Rmi.RmiStatus) key, long count) in player.Answers)
            Answers[key] = Answers.GetValueOrDefault(key) + count;
        return wrong is null ? null : new Counterexample(world, steps, wrong);
    }

    // An exception of the RMM is a finding like any other.
    private static string? Guarded(Func<string?> play)
    {
        try
        {
            return play();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CcaEmu", StringComparison.Ordinal))?.Trim()}";
        }
    }
}
