using CcaEmu.Diagnostics.Benchmarks;

namespace CcaEmu.Cli.Measuring;

/// <summary>Processor times of one thing done in several ways, in turns, round by round.</summary>
/// <remarks>
/// Ratios within one round, and medians of them: what the host does besides falls on all of a round alike. The first rounds, in which everything is
/// compiled, do not count.
/// </remarks>
internal sealed class RoundTimes
{
    private readonly double[][] _times;

    private RoundTimes(double[][] times) => _times = times;

    /// <summary>How many rounds count.</summary>
    public int Rounds => _times[0].Length;

    /// <summary>Measures.</summary>
    /// <param name="warm">Rounds before those that count.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="ways">The ways; each does it once and gives its processor time in milliseconds.</param>
    public static RoundTimes Measure(int warm, int rounds, params Func<double>[] ways)
    {
        double[][] times = [.. ways.Select(_ => new double[rounds])];
        for (int round = -warm; round < rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                double time = ways[way]();
                if (round >= 0)
                    times[way][round] = time;
            }
        }
        return new RoundTimes(times);
    }

    /// <summary>Processor time in milliseconds that this process takes for something, in all of its threads.</summary>
    /// <param name="work">What.</param>
    public static double TimeOf(Action work)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    /// <summary>The median time of a way in milliseconds.</summary>
    public double MedianOf(int way) => _times[way].Order().ElementAt(Rounds / 2);

    /// <summary>How much more a way takes than another in the same round.</summary>
    public MeasuringRatio RatioOf(int way, int other)
    {
        double[] ratios = [.. _times[way].Zip(_times[other], (time, reference) => time / reference).Order()];
        return new MeasuringRatio(ratios[Rounds / 2], ratios[Rounds / 4], ratios[Rounds * 3 / 4]);
    }
}
