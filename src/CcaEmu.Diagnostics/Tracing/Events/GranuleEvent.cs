using CcaEmu.Arm.Rmi;

namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>The RMM has given a granule another state.</summary>
/// <param name="place">Where.</param>
/// <param name="stamp">When.</param>
/// <param name="granule">Its physical address.</param>
/// <param name="from">State before.</param>
/// <param name="to">State from now on.</param>
public sealed class GranuleEvent(TracePlace place, TraceStamp stamp, ulong granule, GranuleState from, GranuleState to) : TraceEvent(place, stamp)
{
    /// <summary>Its physical address.</summary>
    public ulong Granule => granule;

    /// <summary>State before.</summary>
    public GranuleState From => from;

    /// <summary>State from now on.</summary>
    public GranuleState To => to;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Granule;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) => first <= (granule | 0xFFF) && last >= granule;

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) =>
        other is GranuleEvent same && (same.Granule, same.From, same.To) == (granule, from, to);
}
