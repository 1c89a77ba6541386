namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Performance Monitors Event Type Registers. Which event a counter counts, and where; PMCCFILTR_EL0 has the same filters.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMEVTYPER&lt;n&gt;_EL0, Performance Monitors Event Type Registers".</remarks>
public static class PMEVTYPER_EL0
{
    /// <summary>The event's number.</summary>
    public static BitField evtCount => new(0, 16);

    /// <summary>Realm EL2: counted where it differs from NSH.</summary>
    public const ulong RLH = 1UL << 20;

    /// <summary>Realm EL0: counted where it equals U.</summary>
    public const ulong RLU = 1UL << 21;

    /// <summary>Realm EL1: counted where it equals P.</summary>
    public const ulong RLK = 1UL << 22;

    /// <summary>Secure EL2: counted where it differs from NSH.</summary>
    public const ulong SH = 1UL << 24;

    /// <summary>EL3: counted where it equals P.</summary>
    public const ulong M = 1UL << 26;

    /// <summary>Non-secure EL2 is counted.</summary>
    public const ulong NSH = 1UL << 27;

    /// <summary>Non-secure EL0: counted where it equals U.</summary>
    public const ulong NSU = 1UL << 28;

    /// <summary>Non-secure EL1: counted where it equals P.</summary>
    public const ulong NSK = 1UL << 29;

    /// <summary>EL0 is not counted.</summary>
    public const ulong U = 1UL << 30;

    /// <summary>EL1 is not counted.</summary>
    public const ulong P = 1UL << 31;
}
