using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>An exception return.</summary>
/// <param name="place">Who executed ERET.</param>
/// <param name="stamp">When.</param>
/// <param name="state">Security state returned to.</param>
/// <param name="level">Level returned to.</param>
/// <param name="pc">Address returned to.</param>
public sealed class ReturnEvent(TracePlace place, TraceStamp stamp, SecurityState state, ExceptionLevel level, ulong pc) : TraceEvent(place, stamp)
{
    /// <summary>Security state returned to.</summary>
    public SecurityState State => state;

    /// <summary>Level returned to.</summary>
    public ExceptionLevel Level => level;

    /// <summary>Address returned to.</summary>
    public ulong Pc => pc;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Eret;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) => IsWithin(pc, first, last);

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) =>
        other is ReturnEvent same && (same.State, same.Level, same.Pc) == (state, level, pc);
}
