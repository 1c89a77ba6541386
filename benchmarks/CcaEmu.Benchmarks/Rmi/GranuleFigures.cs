using CcaEmu.Arm.Rmi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Granules from the host to the RMM and back, and what the RMM has to remember of them.</summary>
internal static class GranuleFigures
{
    private const ulong Base = 0x8_8000_0000, Region = 0x8_C000_0000, Bytes = 1UL << 30;
    private const int Granules = (int)(Bytes >> 12), Times = 20_000, Regions = 20;

    /// <summary>Measures and prints.</summary>
    public static void Print(FigureSheet sheet)
    {
        using var host = new CommandHost(dram2Bytes: 2 * Bytes);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Delegate(host);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Undelegate(host);
        sheet.Row("RMI_GRANULE_RANGE_DELEGATE over 1 GiB, by the granule", Granules, () => Delegate(host), () => Undelegate(host));
        Delegate(host);
        sheet.Row("RMI_GRANULE_RANGE_UNDELEGATE over 1 GiB, by the granule", Granules, () => Undelegate(host), () => Delegate(host));
        Undelegate(host);
        bool isDelegated = false;
        sheet.Row("RMI_GRANULE_RANGE_DELEGATE and RMI_GRANULE_RANGE_UNDELEGATE of one granule, by the command", 2 * Times, host.Repeat(2 * Times, pe =>
        {
            CommandHost.Set(pe, isDelegated ? RmiCommand.GranuleRangeUndelegate : RmiCommand.GranuleRangeDelegate, Base, Base + 0x1000);
            isDelegated = !isDelegated;
        }));
        Track(sheet, host);
        Console.WriteLine($"{(after - before) / 1024.0,10:F0} KiB of managed memory for 1 GiB of delegated RAM");
    }

    // A gibibyte, finely and as one unit in turns.
    private static void Track(FigureSheet sheet, CommandHost host)
    {
        sheet.Row("RMI_GRANULE_TRACKING_GET", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.GranuleTrackingGet, Base, Base + 0x1000)));
        bool isFine = true;
        sheet.Row("RMI_GRANULE_TRACKING_SET of 1 GiB that is the host's", Regions, host.Repeat(Regions, pe =>
        {
            isFine = !isFine;
            CommandHost.Set(
                pe, RmiCommand.GranuleTrackingSet, Region, (ulong)RmiMemoryCategory.Conventional, (ulong)(isFine ? RmiTrackingState.Fine : RmiTrackingState.Coarse));
        }));
    }

    private static void Delegate(CommandHost host) => host.Over(RmiCommand.GranuleRangeDelegate, Base, Base + Bytes);

    private static void Undelegate(CommandHost host) => host.Over(RmiCommand.GranuleRangeUndelegate, Base, Base + Bytes);
}
