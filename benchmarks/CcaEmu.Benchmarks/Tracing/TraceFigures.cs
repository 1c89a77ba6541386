using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing;

namespace CcaEmu.Benchmarks.Tracing;

/// <summary>What traces cost: off, of RMI calls and exceptions, of all events, of every instruction. Processor time of one thread, turn and turn about.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- trace [ROUNDS [IMAGE]]</c>.</remarks>
internal static class TraceFigures
{
    // The shorter a run, the more its time is by chance, and the more pairs there are.
    private const double LongRunSeconds = 0.1;
    private const int MostTimes = 8;

    private const TraceKinds Calls = TraceKinds.Rmi | TraceKinds.Exception;

    private static readonly (string Image, ulong Argument)[] Images = [("hello", 0), ("hostcall", 4_000), ("touch", 16), ("el0", 0), ("spin", 10)];

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">Pairs of runs of each, where a run is long; empty for 15.</param>
    /// <param name="only">The image that is wanted; empty for all, and the cost of no trace.</param>
    public static void Print(string rounds, string only)
    {
        int count = rounds.Length == 0 ? 15 : int.Parse(rounds, null);
        Console.WriteLine($"traced / untraced, processor time, median of {count} to {count * MostTimes} pairs (half of them between), and the quickest of each");
        if (only.Length == 0)
            PrintOff(count);
        (string Image, ulong Argument)[] images = [.. Images.Where(line => only.Length == 0 || line.Image == only)];
        foreach ((string image, ulong argument) in images)
        {
            Print(image, argument, TraceKinds.Rmi, count);
            Print(image, argument, Calls, count);
            Print(image, argument, TraceKinds.Default, count);
        }
        foreach ((string image, ulong argument) in images.Where(line => line.Image != "hello"))
            PrintInstructions(image, argument, Math.Max(3, count / 5));
    }

    // A PE that had an observer of its instructions, and has none any more, against one that never had.
    private static void PrintOff(int count)
    {
        using var never = new MappedMachine(granuleProtection: true);
        using var once = new MappedMachine(granuleProtection: true);
        never.Load(GuestLoops.LoadsAndStores);
        once.Load(GuestLoops.LoadsAndStores);
        once.Pe.InstructionObserver = new Nobody();
        Loop(once, 100);
        once.Pe.InstructionObserver = null;
        for (int i = 0; i < 100; i++)
            _ = (Loop(never, 20_000), Loop(once, 20_000));
        Report("off: loads and stores, observer taken away / never set", Ratios(count * 20, () => Loop(once, 20_000), () => Loop(never, 20_000)), "");
    }

    private static void Print(string image, ulong argument, TraceKinds kinds, int count)
    {
        (long bytes, double plain) = (0, 0);
        for (int i = 0; i < (image == "hello" ? 40 : 2); i++)
            (_, plain) = (Time(image, argument, kinds, out bytes, out _), Time(image, argument, null, out _, out _));
        int pairs = (int)Math.Clamp(count * LongRunSeconds / plain, count, count * MostTimes);
        Ratio ratios = Ratios(pairs, () => Time(image, argument, kinds, out _, out _), () => Time(image, argument, null, out _, out _));
        Report($"{TraceKindList.Format(kinds)}: {image} {argument}", ratios, $", {bytes} bytes");
    }

    private static void PrintInstructions(string image, ulong argument, int count)
    {
        var speeds = new double[count];
        (long bytes, ulong instructions) = (0L, 0UL);
        _ = Time(image, argument, TraceKinds.All, out _, out _);
        for (int i = 0; i < count; i++)
        {
            double seconds = Time(image, argument, TraceKinds.All, out bytes, out instructions);
            speeds[i] = instructions / seconds / 1e6;
        }
        Array.Sort(speeds);
        double plain = Time(image, argument, null, out _, out _);
        Console.WriteLine($"  every instruction: {image} {argument}: {speeds[count / 2]:F1} million instructions a second ({speeds[0]:F1} to {speeds[^1]:F1}; "
            + $"untraced {instructions / plain / 1e6:F0}), {(double)bytes / instructions:F1} bytes each");
    }

    private static double Time(string image, ulong argument, TraceKinds? kinds, out long bytes, out ulong instructions)
    {
        using var run = new TracedRun(image, argument, kinds);
        // What the runs before have left is not collected in the middle of this one.
        GC.Collect();
        double seconds = ThreadClock.Measure(run.Run);
        (bytes, instructions) = (run.TraceBytes, run.Instructions);
        return seconds;
    }

    private static double Loop(MappedMachine machine, ulong iterations)
    {
        GuestLoops.SetUp(machine, 15);
        return ThreadClock.Measure(() => machine.Run(iterations));
    }

    // On, off, off, on: a drift of the machine's speed weighs on both alike.
    private static Ratio Ratios(int count, Func<double> traced, Func<double> plain)
    {
        var ratios = new double[count];
        (double leastTraced, double leastPlain) = (double.MaxValue, double.MaxValue);
        for (int i = 0; i < count; i++)
        {
            double first = traced(), second = plain(), third = plain(), fourth = traced();
            ratios[i] = (first + fourth) / (second + third);
            (leastTraced, leastPlain) = (Math.Min(leastTraced, Math.Min(first, fourth)), Math.Min(leastPlain, Math.Min(second, third)));
        }
        Array.Sort(ratios);
        return new(ratios, leastTraced, leastPlain);
    }

    private static void Report(string what, Ratio measured, string more) => Console.WriteLine(
        $"  {what}: {measured.Of(2):F4} ({measured.Of(1):F3} to {measured.Of(3):F3}), least / least {measured.LeastTraced / measured.LeastPlain:F4} "
        + $"({measured.LeastTraced * 1e3:F2} / {measured.LeastPlain * 1e3:F2} ms){more}");

    // Of pairs of runs, sorted, and the quickest run of each kind in seconds.
    private readonly record struct Ratio(double[] Pairs, double LeastTraced, double LeastPlain)
    {
        public double Of(int quarters) => Pairs[Pairs.Length * quarters / 4];
    }

    private sealed class Nobody : IInstructionObserver
    {
        public bool WatchesAccesses => true;

        public bool BeforeInstruction(ProcessingElement pe) => false;
    }
}
