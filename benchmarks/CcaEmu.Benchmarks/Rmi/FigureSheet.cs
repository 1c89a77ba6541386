using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>The report: time and allocation of some rounds, line by line, and in the end what is missing of it.</summary>
/// <remarks>Processor time is what counts where other work shares the machine: it leaves out what this process waits for a processor.</remarks>
internal sealed partial class FigureSheet
{
    private const int Rounds = 9;

    private readonly HashSet<string> _measured = [];
    private readonly List<string> _allocating = [];

    /// <summary>Prints the heading.</summary>
    public FigureSheet()
    {
        Console.WriteLine($"ns and managed bytes for each, {Rounds} rounds: median of wall time, median and least of processor time, least of bytes");
        Console.WriteLine($"{"wall",10} {"cpu",10} {"least",10}  {"bytes",8}");
    }

    /// <summary>Measures and prints a line.</summary>
    /// <param name="name">What is measured, with every command in full.</param>
    /// <param name="count">How many of it a round makes.</param>
    /// <param name="measure">A round.</param>
    /// <param name="undo">Puts everything back; not measured.</param>
    /// <param name="allocates">Why it allocates; null for what must not.</param>
    public void Row(string name, int count, Action measure, Action? undo = null, string? allocates = null)
    {
        var wall = new double[Rounds];
        var cpu = new double[Rounds];
        long bytes = long.MaxValue;
        for (int round = -3; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            measure();
            double passed = Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
            double worked = (Environment.CpuUsage.TotalTime - used).TotalNanoseconds / count;
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            undo?.Invoke();
            if (round >= 0)
                (wall[round], cpu[round]) = (passed, worked);
        }
        Array.Sort(wall);
        Array.Sort(cpu);
        string why = allocates is null ? "" : $" ({allocates})";
        Console.WriteLine($"{wall[Rounds / 2],10:F1} {cpu[Rounds / 2],10:F1} {cpu[0],10:F1}  {(double)bytes / count,8:F2}  {name}{why}");
        _measured.UnionWith(CommandName().Matches(name).Select(match => match.Value));
        if (bytes != 0 && allocates is null)
            _allocating.Add(name);
    }

    /// <summary>Prints the lines that allocate and give no reason.</summary>
    /// <returns>Whether there is none.</returns>
    public bool AllocatesNothing()
    {
        foreach (string name in _allocating)
            Console.WriteLine($"it allocates, and no reason is given: {name}");
        return _allocating.Count == 0;
    }

    /// <summary>Prints the commands that no line is about.</summary>
    /// <param name="offered">Every command that the RMM offers.</param>
    /// <param name="exempt">Those of which there can be no figure, and why.</param>
    /// <returns>Whether every other has one.</returns>
    public bool IsComplete(IEnumerable<string> offered, IReadOnlyDictionary<string, string> exempt)
    {
        bool complete = true;
        foreach (string name in offered.Where(name => !_measured.Contains(name)))
        {
            bool hasReason = exempt.TryGetValue(name, out string? reason);
            Console.WriteLine(hasReason ? $"no figure of {name}: {reason}" : $"a figure of {name} is missing");
            complete &= hasReason;
        }
        return complete;
    }

    [GeneratedRegex("R[MS]I_[A-Z0-9_]+")]
    private static partial Regex CommandName();
}
