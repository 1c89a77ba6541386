namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>How memory is divided between the physical address spaces, as the Granule Protection Table was read at the first RMI call or after a change of tables.</summary>
/// <param name="place">Where.</param>
/// <param name="stamp">When.</param>
/// <param name="bytes">Bytes in each space, by its number.</param>
public sealed class SpacesEvent(TracePlace place, TraceStamp stamp, IReadOnlyList<long> bytes) : TraceEvent(place, stamp)
{
    /// <summary>Bytes in each space, by its number.</summary>
    public IReadOnlyList<long> Bytes => bytes;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Granule;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) => false;

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) => other is SpacesEvent same && same.Bytes.SequenceEqual(bytes);
}
