namespace CcaEmu.Diagnostics.Tracing;

/// <summary>When something happened, in the time of its PE.</summary>
/// <param name="Retired">Instructions the PE had retired.</param>
/// <param name="Charged">Modelled cycles it had been charged beyond one for each of them.</param>
public readonly record struct TraceStamp(ulong Retired, ulong Charged)
{
    /// <summary>The machine's modelled cycles of the PE.</summary>
    public ulong Cycles => Retired + Charged;
}
