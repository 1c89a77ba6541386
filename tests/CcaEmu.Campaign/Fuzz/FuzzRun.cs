using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Generation;

namespace CcaEmu.Campaign.Fuzz;

/// <summary>Executes random words in random states: nothing a guest does may crash the emulator, hang it or reach host memory.</summary>
internal static class FuzzRun
{
    private const int StepsPerEpisode = 400, EpisodesPerMachine = 500, MaxFailures = 10;
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    /// <summary>Runs on as many threads as there are cores.</summary>
    /// <param name="steps">Instructions retired and exceptions taken, together, at least.</param>
    /// <param name="seed">What everything is drawn from.</param>
    public static FuzzResult Run(long steps, ulong seed)
    {
        var result = new FuzzResult();
        long next = 0;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (result.Steps < steps && result.Failures.Count < MaxFailures)
                RunMachine(seed * 0x1_0000_0001 + (ulong)Interlocked.Increment(ref next), result);
        });
        return result;
    }

    /// <summary>Runs the episodes of one machine.</summary>
    public static void RunMachine(ulong seed, FuzzResult result)
    {
        var rng = new Rng(seed);
        using var machine = new FuzzMachine(Features(rng), rng);
        var state = new FuzzState(machine, rng);
        for (int n = 0; n < EpisodesPerMachine; n++)
        {
            ProcessingElement pe = machine.Pes[n & 1];
            string where = $"machine seed {seed}, episode {n}";
            using var watch = new Timer(_ => Environment.FailFast($"{where}: hangs"), null, LongestRun, Timeout.InfiniteTimeSpan);
            try
            {
                machine.FillPage(state.CodeAddress() & ~0xFFFUL);
                state.Apply(pe);
                result.Begin(pe);
                (ulong retired, ulong exceptions) = (pe.RetiredInstructions, pe.ExceptionCount);
                Episode(pe, rng);
                result.Add(pe.RetiredInstructions - retired, pe.ExceptionCount - exceptions);
                if (machine.StrayPages(pe).Any())
                    result.Fail($"{where}: the fast TLB leads out of guest memory");
            }
            catch (Exception e)
            {
                result.Fail($"{where}: {e.GetType().Name}: {e.Message}\n  PC 0x{pe.PC:x} {pe.CurrentLevel}\n{e.StackTrace}");
                return;
            }
        }
    }

    private static void Episode(ProcessingElement pe, Rng rng)
    {
        bool exact = rng.OneIn(4);
        long end = Steps(pe) + StepsPerEpisode;
        while (Steps(pe) < end)
        {
            ulong retired = pe.RetiredInstructions;
            long before = Steps(pe);
            RunStop stop = pe.Run((ulong)rng.Between(1, 60), exact);
            // Nothing but exceptions, or a WFI that nothing ends: the rest would be the same.
            if ((pe.RetiredInstructions == retired && rng.OneIn(4)) || (stop == RunStop.WaitingForInterrupt && Steps(pe) == before))
                return;
        }
    }

    private static long Steps(ProcessingElement pe) => (long)(pe.RetiredInstructions + pe.ExceptionCount);

    private static PeFeatures Features(Rng rng) => rng.OneIn(2) ? PeFeatures.Default
        : new PeFeatures(Enum.GetValues<Feature>().Where(feature => PeFeatures.Default.Has(feature) && !rng.OneIn(8)));
}
