using System.Globalization;

namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>Runs the workloads on this emulator and on QEMU's TCG, in turns, and prints how fast this one is relative to QEMU.</summary>
/// <remarks>
/// <c>benchmarks/vs-qemu [--rounds N] [--only NAME,NAME] [--clock wall|cpu] [--qemu PATH]</c>. Each run is made with a small and a four times larger count of
/// iterations, and the difference is what counts: starting up is in neither. Counts are the same for both, so that their checksums must be.
/// </remarks>
internal sealed class Comparison(Qemu qemu, HostTimer timer, int rounds)
{
    private const int LongFactor = 4;

    // Of the difference, for the faster of the two.
    private const double LeastSeconds = 0.5;

    /// <summary>The verb's command line.</summary>
    /// <returns>0 when all checksums agree, 1 when they do not, 2 for a wrong argument.</returns>
    public static int Start(ReadOnlySpan<string> arguments)
    {
        int rounds = 7;
        string program = "qemu-system-aarch64";
        string[] only = [];
        var timer = new HostTimer(processorTime: false);
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            switch (arguments[i])
            {
                case "--rounds": rounds = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture); break;
                case "--only": only = arguments[i + 1].Split(','); break;
                case "--clock" when arguments[i + 1] is "wall" or "cpu": timer = new HostTimer(arguments[i + 1] == "cpu"); break;
                case "--qemu": program = arguments[i + 1]; break;
                default: return Usage();
            }
        }
        if (arguments.Length % 2 != 0 || rounds < 1 || only.Any(name => Workload.Named(name) is null))
            return Usage();
        using var qemu = new Qemu(program, timer);
        var comparison = new Comparison(qemu, timer, rounds);
        Console.WriteLine($"{qemu.Version()}; {rounds} rounds; speed relative to QEMU TCG, by {timer.Name}");
        Console.WriteLine("workload   target  median  (range)              ours ns/insn  QEMU ns/insn  instructions");
        bool agreed = true;
        foreach (Workload workload in Workload.All.Where(workload => only.Length == 0 || only.Contains(workload.Name)))
            agreed &= comparison.Compare(workload);
        return agreed ? 0 : 1;
    }

    private static int Usage()
    {
        Console.Error.WriteLine($"usage: vs-qemu [--rounds N] [--only NAME,NAME] [--clock wall|cpu] [--qemu PATH]; names: {Workload.Names}");
        return 2;
    }

    private bool Compare(Workload workload)
    {
        ulong few = Calibrate(workload);
        ulong instructions = 0;
        var ratios = new double[rounds];
        var ours = new double[rounds];
        var theirs = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            if (!TryMeasure(workload, few, out ours[round], out theirs[round], out instructions))
                return false;
            ratios[round] = theirs[round] / ours[round];
        }
        double median = Median(ratios);
        string verdict = median >= workload.Target ? "" : "  MISSED";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{workload.Name,-9} {workload.Target,7:F2} {median,7:F2}  ({ratios.Min(),6:F2} to {ratios.Max(),6:F2})   ")
            + string.Create(CultureInfo.InvariantCulture,
            $"{Median(ours) * 1e9 / instructions,11:F2} {Median(theirs) * 1e9 / instructions,13:F2} {instructions,13:N0}{verdict}"));
        return true;
    }

    // The count with which the difference takes the faster of the two long enough.
    private ulong Calibrate(Workload workload)
    {
        ulong few = 1;
        while (true)
        {
            if (!TryMeasure(workload, few, out double ours, out double theirs, out _))
                return few;
            double faster = Math.Max(Math.Min(ours, theirs), 1e-4);
            ulong most = workload.MaxIterations / LongFactor;
            if (faster >= LeastSeconds || few == most)
                return few;
            // In steps: what is short is also imprecise.
            few = (ulong)Math.Min(most, Math.Ceiling(few * Math.Clamp(LeastSeconds * 1.15 / faster, 1.2, 16)));
        }
    }

    private bool TryMeasure(Workload workload, ulong few, out double ours, out double theirs, out ulong instructions)
    {
        ulong many = few * LongFactor;
        Measurement oursFew = Native.Run(workload, few, timer, out ulong base0), qemuFew = qemu.Run(workload, few);
        Measurement oursMany = Native.Run(workload, many, timer, out ulong all), qemuMany = qemu.Run(workload, many);
        ours = oursMany.Seconds - oursFew.Seconds;
        theirs = qemuMany.Seconds - qemuFew.Seconds;
        instructions = all - base0;
        if (oursFew.Report == qemuFew.Report && oursMany.Report == qemuMany.Report)
            return true;
        Console.WriteLine($"{workload.Name}: CHECKSUMS DIFFER");
        Console.WriteLine($"  ours: {oursFew.Report}; {oursMany.Report}");
        Console.WriteLine($"  QEMU: {qemuFew.Report}; {qemuMany.Report}");
        return false;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 != 0 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
