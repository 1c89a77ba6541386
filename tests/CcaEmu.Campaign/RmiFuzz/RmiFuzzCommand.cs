using System.Diagnostics;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>The campaign tool's random RMI commands.</summary>
internal static class RmiFuzzCommand
{
    /// <summary>Makes commands; a counterexample is made small and kept where <c>dotnet test</c> plays it.</summary>
    /// <param name="commands">How many at least.</param>
    /// <param name="seed">Decides everything.</param>
    /// <param name="hasMec">Whether every machine has encryption contexts, and not every third.</param>
    /// <returns>0 when nothing is wrong, else 1.</returns>
    public static int Run(long commands, ulong seed, bool hasMec)
    {
        var clock = Stopwatch.StartNew();
        var run = new RmiFuzzRun(seed, hasMec: hasMec);
        Counterexample? found = run.Run(commands, it => Console.WriteLine(Line(it, clock)));
        Console.WriteLine(Line(run, clock));
        PrintAnswers(run);
        if (found is null)
            return 0;
        Console.WriteLine($"wrong after {found.Steps.Count} steps: {found.Wrong}");
        Counterexample small = ScriptShrinker.Shrink(found);
        string file = Path.Combine(KeptScripts.Folder(), $"seed-{seed}-machine-{run.Machines}.txt");
        Directory.CreateDirectory(KeptScripts.Folder());
        File.WriteAllText(file, small.Format());
        Console.WriteLine($"{small.Steps.Count} steps are enough, kept in {file}:\n{small.Format()}");
        return 1;
    }

    /// <summary>Plays a script.</summary>
    /// <returns>0 when nothing is wrong, else 1.</returns>
    public static int Replay(string file)
    {
        Counterexample script = Counterexample.Parse(File.ReadAllText(file));
        (string? wrong, int steps) = RmiFuzzRun.Play(script.World, script.Steps, trace: Console.Out);
        Console.WriteLine(wrong is null ? "nothing is wrong" : $"after {steps} of {script.Steps.Count} steps: {wrong}");
        return wrong is null ? 0 : 1;
    }

    // Numbers that are no command's make one line.
    private static void PrintAnswers(RmiFuzzRun run)
    {
        foreach (var command in run.Answers.GroupBy(answer => NameOf(answer.Key.Command)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            IEnumerable<string> answers = command.GroupBy(answer => answer.Key.Status).OrderBy(group => group.Key).Select(group =>
                $"{(Enum.IsDefined(group.Key) ? group.Key.ToString() : "UnknownFunction")} {group.Sum(answer => answer.Value)}");
            Console.WriteLine($"{command.Key,-24} {string.Join(", ", answers)}");
        }
    }

    private static string NameOf(RmiCommand command) => Enum.IsDefined(command) ? command.ToString() : "(no command)";

    private static string Line(RmiFuzzRun run, Stopwatch clock) =>
        $"{run.Commands} commands on {run.Machines} machines, {clock.Elapsed.TotalSeconds:f1} s, {run.Commands / clock.Elapsed.TotalSeconds:f0} a second";
}
