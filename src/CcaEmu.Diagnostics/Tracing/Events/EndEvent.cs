namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>The run is over: the last event of each PE.</summary>
/// <param name="place">Where the PE is.</param>
/// <param name="stamp">When.</param>
public sealed class EndEvent(TracePlace place, TraceStamp stamp) : TraceEvent(place, stamp)
{
    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.All;

    /// <inheritdoc/>
    public override bool IsHeldBy(TraceKinds kinds) => true;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) => false;

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) => true;
}
