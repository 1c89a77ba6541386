using System.Diagnostics;

namespace CcaEmu.Benchmarks;

/// <summary>What granule protection costs an access that hits the fast TLB: the same guest loop with GPCCR_EL3.GPC on and off, turn and turn about.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- gpc-on-off</c>.</remarks>
internal static class ProtectionOnOff
{
    private const int Rounds = 4001;
    private const ulong Iterations = 2000, AccessesEach = 16;

    /// <summary>Measures and prints the median of the ratios of neighbouring runs, and the median of each.</summary>
    public static void Print()
    {
        using var on = new MappedMachine(granuleProtection: true);
        using var off = new MappedMachine(granuleProtection: false);
        on.Load(GuestLoops.LoadsAndStores);
        off.Load(GuestLoops.LoadsAndStores);
        for (int i = 0; i < 2000; i++)
            _ = (Time(on), Time(off));
        var ratios = new double[Rounds];
        var withOn = new double[Rounds];
        var withOff = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            // On, off, off, on: a drift of the machine's speed weighs on both alike.
            double first = Time(on), second = Time(off), third = Time(off), fourth = Time(on);
            (withOn[i], withOff[i]) = ((first + fourth) / 2, (second + third) / 2);
            ratios[i] = withOn[i] / withOff[i];
        }
        Array.Sort(ratios);
        Array.Sort(withOn);
        Array.Sort(withOff);
        Console.WriteLine($"load or store that hits the TLB, {Rounds} rounds of {4 * Iterations * AccessesEach} accesses");
        Console.WriteLine($"GPC on:  {withOn[Rounds / 2]:F3} ns median, {withOn[0]:F3} best");
        Console.WriteLine($"GPC off: {withOff[Rounds / 2]:F3} ns median, {withOff[0]:F3} best");
        Console.WriteLine($"on / off: {withOn[0] / withOff[0]:F4} of the best rounds");
        Console.WriteLine($"on / off: {ratios[Rounds / 2]:F4} median; half of the rounds between {ratios[Rounds / 4]:F3} and {ratios[Rounds * 3 / 4]:F3}");
    }

    private static double Time(MappedMachine machine)
    {
        GuestLoops.SetUp(machine, 15);
        long start = Stopwatch.GetTimestamp();
        machine.Run(Iterations);
        return (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / (Iterations * AccessesEach);
    }
}
