using System.Diagnostics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks;

/// <summary>The figures of the translation path, one after the other in one process, round by round so that they share the machine's moods.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- walk-figures</c>.</remarks>
internal static class WalkFigures
{
    private const int Rounds = 60, Walks = MappedMachine.Pages;
    private const ulong Data = 0xA000_0000;

    /// <summary>Measures and prints: median and best of all rounds, in nanoseconds.</summary>
    /// <param name="only">Part of the names of the figures that are wanted; empty for all.</param>
    public static void Print(string only)
    {
        using var with = new MappedMachine(granuleProtection: true);
        using var without = new MappedMachine(granuleProtection: false);
        using var refilled = new MappedMachine(granuleProtection: true);
        refilled.Load(GuestLoops.InvalidateAndRefill);
        with.Load(GuestLoops.RandomLoads);
        (string Name, Action Prepare, Action Measure)[] figures =
        [
            ("nested miss, checks on, caches warm", () => Set(with, true, true), () => Walk(with.Pe, MappedMachine.VirtualBase)),
            ("nested miss, checks on, all caches off", () => Set(with, false, true), () => Walk(with.Pe, MappedMachine.VirtualBase)),
            ("nested miss, checks off, caches warm", () => Set(without, true, true), () => Walk(without.Pe, MappedMachine.VirtualBase)),
            ("nested miss, checks off, all caches off", () => Set(without, false, true), () => Walk(without.Pe, MappedMachine.VirtualBase)),
            ("stage 2 alone, checks on, caches warm", () => Set(with, true, false), () => Walk(with.Pe, MappedMachine.Ipas)),
            ("stage 2 alone, checks on, all caches off", () => Set(with, false, false), () => Walk(with.Pe, MappedMachine.Ipas)),
            ("guest loop of loads, every load a miss", () => Set(with, true, true), () => Guest(with, MappedMachine.Pages - 1)),
            ("guest loop of loads, every load a hit", () => Set(with, true, true), () => Guest(with, 15)),
            ("guest's TLBI and refill of 64 pages, by the load", () => Set(with, true, true), () => Refill(refilled)),
            ("one granule protection check, cached", () => Set(with, true, true), () => Admit(with.Pe.Physical)),
            ("one granule protection check, walked", () => Set(with, false, true), () => Admit(with.Pe.Physical)),
        ];
        figures = [.. figures.Where(figure => figure.Name.Contains(only, StringComparison.Ordinal))];
        var results = new double[figures.Length][];
        long before = 0, after = 0;
        for (int i = 0; i < figures.Length; i++)
            results[i] = new double[Rounds];
        for (int round = -20; round < Rounds; round++)
        {
            for (int i = 0; i < figures.Length; i++)
            {
                figures[i].Prepare();
                figures[i].Measure();
                before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                figures[i].Measure();
                double ns = (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / Walks;
                after = GC.GetAllocatedBytesForCurrentThread();
                if (round >= 0)
                    results[i][round] = ns;
                if (after != before)
                    Console.WriteLine($"{figures[i].Name}: {after - before} bytes allocated");
            }
        }
        Console.WriteLine($"{"median",8} {"best",8}  ns, {Rounds} rounds of {Walks}");
        for (int i = 0; i < figures.Length; i++)
        {
            Array.Sort(results[i]);
            Console.WriteLine($"{results[i][Rounds / 2],8:F1} {results[i][0],8:F1}  {figures[i].Name}");
        }
    }

    private static void Set(MappedMachine machine, bool caches, bool stage1)
    {
        if (machine.Pe.CachesWalks != caches)
            machine.Pe.CachesWalks = caches;
        machine.Pe[SystemRegister.SCTLR_EL1] = stage1 ? 1UL : 0;
    }

    private static void Walk(ProcessingElement pe, ulong start)
    {
        int reached = 0;
        ulong page = 1;
        for (int i = 0; i < Walks; i++)
        {
            page = (page * 1109 + 12345) & (MappedMachine.Pages - 1);
            reached += pe.Translate(new VirtualAddress(start + page * 0x1000), AccessKind.Read, out _, out _) ? 1 : 0;
        }
        if (reached != Walks)
            throw new InvalidOperationException($"{reached} of {Walks} walks reached memory");
    }

    private static void Guest(MappedMachine machine, ulong pageMask)
    {
        GuestLoops.SetUp(machine, pageMask);
        machine.Run(Walks);
    }

    private static void Refill(MappedMachine machine)
    {
        GuestLoops.SetUp(machine, 15);
        machine.Run(Walks / 64);
    }

    private static void Admit(GranuleProtection door)
    {
        int admitted = 0;
        for (ulong i = 0; i < Walks; i++)
            admitted += door.Admits(new PhysicalAddress(Data + (i * 1109 & (Walks - 1)) * 0x1000, Pas.Realm)) ? 1 : 0;
        if (admitted != Walks)
            throw new InvalidOperationException("a check refused");
    }
}
