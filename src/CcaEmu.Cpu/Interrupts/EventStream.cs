using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>One of the two event streams that the system counter feeds: an event at each transition of a chosen bit.</summary>
/// <remarks>
/// Arm ARM, D12.2.3 "Event streams"; J1.3 shared pseudocode TestEventCNTP, TestEventCNTV. CNTKCTL_EL1 and CNTHCTL_EL2 have the same
/// fields for it.
/// </remarks>
internal static class EventStream
{
    /// <summary>Whether the stream is on.</summary>
    public static bool IsEnabled(ulong control) => (control & CNTKCTL_EL1.EVNTEN) != 0;

    /// <summary>Counter ticks from a count to the next event after it, at least 1.</summary>
    public static ulong TicksToNext(ulong control, ulong count)
    {
        int bit = BitOf(control);
        ulong period = 1UL << bit << 1;
        // The bit goes to 1 at half a period, to 0 at a whole one.
        ulong phase = (count & (period - 1)) + ((control & CNTKCTL_EL1.EVNTDIR) != 0 ? 0 : period >> 1);
        return period - (phase & (period - 1));
    }

    /// <summary>Whether an event came after one count and not after another.</summary>
    public static bool CameBetween(ulong control, ulong earlier, ulong later) => later - earlier >= TicksToNext(control, earlier);

    private static int BitOf(ulong control) => CNTKCTL_EL1.EVNTI.GetInt(control) + ((control & CNTKCTL_EL1.EVNTIS) != 0 ? 8 : 0);
}
