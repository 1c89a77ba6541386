using System.Diagnostics;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks;

/// <summary>How the cost of translation, TLB maintenance and granule protection checks grows: printed, and drawn into a folder.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- growth docs</c>.</remarks>
internal static class GrowthReport
{
    private const int Rounds = 40, Samples = 16384, Chunk = 1024;
    private static readonly ulong[] _sizes = [.. Enumerable.Range(0, 9).Select(i => 1UL << (20 + 2 * i))];

    /// <summary>Measures, prints and draws.</summary>
    /// <param name="folder">Where the SVG files go.</param>
    public static void Write(string folder)
    {
        // The first passes are for the runtime's compiler.
        for (int pass = 0; pass < 3; pass++)
        {
            Walks(folder, pass == 2);
            Invalidations(folder, pass == 2);
            Checks(folder, pass == 2);
        }
    }

    private static void Walks(string folder, bool tell)
    {
        double[][] costs = new double[3][];
        for (int kind = 0; kind < costs.Length; kind++)
            costs[kind] = new double[_sizes.Length];
        for (int i = 0; i < _sizes.Length; i++)
        {
            using var machine = new MappedMachine(granuleProtection: true, _sizes[i]);
            costs[0][i] = Best(first => Walk(machine, MappedMachine.VirtualBase, first));
            machine.Pe.CachesWalks = false;
            costs[1][i] = Best(first => Walk(machine, MappedMachine.VirtualBase, first));
            machine.Pe.CachesWalks = true;
            machine.Pe[SystemRegister.SCTLR_EL1] = 0;
            costs[2][i] = Best(first => Walk(machine, machine.FirstIpa, first));
        }
        if (!tell)
            return;
        Show("walk by realm size (IPA): nested warm, nested caches off, stage 2 warm", _sizes.Select(SizeName), costs);
        new SvgPlot("Cost of a walk by the size of the realm", "IPA space that the pages are spread over", "ns per walk, best of rounds", logarithmic: true)
            .Over(_sizes.Select(SizeName)).With("nested, all caches off", costs[1]).With("nested, walk caches warm", costs[0])
            .With("stage 2 alone, warm", costs[2]).Save(Path.Combine(folder, "growth-walk.svg"));
    }

    private static void Invalidations(string folder, bool tell)
    {
        int[] fills = [1, 4, 16, 64, 256, 1024, 4096];
        double[] all = new double[fills.Length], one = new double[fills.Length];
        using var machine = new MappedMachine(granuleProtection: true);
        uint[] touch = GuestLoops.SequentialLoads, single = GuestLoops.InvalidateOneByOne;
        for (int i = 0; i < fills.Length; i++)
        {
            all[i] = one[i] = double.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                Touch(machine, touch, (ulong)fills[i]);
                long start = Stopwatch.GetTimestamp();
                machine.Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Realm);
                all[i] = Math.Min(all[i], NanosecondsSince(start));
                Touch(machine, touch, (ulong)fills[i]);
                machine.Load(single);
                GuestLoops.SetUp(machine, 0);
                start = Stopwatch.GetTimestamp();
                machine.Run(1024);
                one[i] = Math.Min(one[i], NanosecondsSince(start) / 1024);
            }
        }
        string[] labels = [.. fills.Select(fill => fill.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        if (!tell)
            return;
        Show("TLBI by pages in the TLB: all of EL1&0, one address", labels, all, one);
        new SvgPlot("Cost of a TLBI by what the TLB holds", "pages touched since the last TLBI", "ns per TLBI, best of rounds", logarithmic: true)
            .Over(labels).With("TLBI VMALLE1 (of the PE)", all).With("TLBI VAE1 (in a guest's loop)", one).Save(Path.Combine(folder, "growth-tlbi.svg"));
    }

    private static void Checks(string folder, bool tell)
    {
        const ulong bank = 0x8000_0000, level0 = bank, level1 = bank + 0x100_0000;
        using var memory = new PhysicalMemory();
        memory.AddRam(bank, 0x400_0000);
        using var door = new GranuleProtection(memory);
        var geometry = new GptGeometry(40, 30, 12);
        for (ulong gib = 0; gib < 64; gib++)
        {
            ulong table = level1 + gib * geometry.L1TableSizeBytes;
            for (int i = 0; i < geometry.L1Entries; i++)
                door.Write(new PhysicalAddress(table + (ulong)i * 8, Pas.Root), 8, GptL1Descriptor.Granules(Gpi.Realm).Value);
            door.Write(new PhysicalAddress(level0 + gib * 8, Pas.Root), 8, GptL0Descriptor.Table(table).Value);
        }
        door.GPTBR_EL3 = level0 >> 12;
        door.GPCCR_EL3 = geometry.Encode() | 0x3500 | 1UL << 16;
        double[] cached = new double[_sizes.Length], walked = new double[_sizes.Length];
        for (int i = 0; i < _sizes.Length; i++)
        {
            var addresses = new PhysicalAddress[Samples];
            var random = new SeededRandom(5);
            for (int sample = 0; sample < Samples; sample++)
                addresses[sample] = new PhysicalAddress((random.Next() >> 8) & (_sizes[i] - 1) & ~0xFFFUL, Pas.Realm);
            door.CachesChecks = true;
            cached[i] = Best(first => Admit(door, addresses, first));
            door.CachesChecks = false;
            walked[i] = Best(first => Admit(door, addresses, first));
        }
        if (!tell)
            return;
        Show("granule protection check by memory size: remembered where it can be, walked", _sizes.Select(SizeName), cached, walked);
        new SvgPlot("Cost of a granule protection check by the size of memory", "memory that the checked granules are spread over", "ns per check, best of rounds")
            .Over(_sizes.Select(SizeName)).With("walked each time", walked).With("with the cache of GPIs", cached).Save(Path.Combine(folder, "growth-gpt.svg"));
    }

    private static void Touch(MappedMachine machine, uint[] words, ulong pages)
    {
        machine.Load(words);
        machine.Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Realm);
        GuestLoops.SetUp(machine, 0);
        machine.Run(pages);
    }

    private static void Walk(MappedMachine machine, ulong start, int first)
    {
        uint[] pages = machine.PageNumbers;
        int reached = 0;
        for (int i = first; i < first + Chunk; i++)
        {
            uint page = pages[(i * 1109 + 12345) & (pages.Length - 1)];
            reached += machine.Pe.Translate(new VirtualAddress(start + page * 0x1000UL), AccessKind.Read, out _, out _) ? 1 : 0;
        }
        if (reached != Chunk)
            throw new InvalidOperationException($"{reached} of {Chunk} walks reached memory");
    }

    private static void Admit(GranuleProtection door, PhysicalAddress[] addresses, int first)
    {
        int admitted = 0;
        for (int i = first; i < first + Chunk; i++)
            admitted += door.Admits(addresses[i]) ? 1 : 0;
        if (admitted != Chunk)
            throw new InvalidOperationException("a check refused");
    }

    // All samples in each round; of each chunk of them the best round, so that what else the machine does is left out.
    private static double Best(Action<int> measure)
    {
        var best = new double[Samples / Chunk];
        Array.Fill(best, double.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            for (int chunk = 0; chunk < best.Length; chunk++)
            {
                long start = Stopwatch.GetTimestamp();
                measure(chunk * Chunk);
                best[chunk] = Math.Min(best[chunk], NanosecondsSince(start));
            }
        }
        return best.Sum() / Samples;
    }

    private static double NanosecondsSince(long start) => (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency;

    private static void Show(string title, IEnumerable<string> points, params double[][] columns)
    {
        Console.WriteLine(title);
        int i = 0;
        foreach (string point in points)
        {
            Console.WriteLine($"{point,10} {string.Join(" ", columns.Select(column => $"{column[i],9:F1}"))}");
            i++;
        }
    }

    private static string SizeName(ulong bytes) => bytes >= 1UL << 30 ? $"{bytes >> 30} GiB" : $"{bytes >> 20} MiB";
}
