namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>A line that the guest has printed.</summary>
/// <param name="place">PE 0: a console belongs to the machine.</param>
/// <param name="stamp">The machine's time at its first character, as charged cycles.</param>
/// <param name="text">The line; control characters are shown as dots.</param>
public sealed class ConsoleEvent(TracePlace place, TraceStamp stamp, string text) : TraceEvent(place, stamp)
{
    /// <summary>The line.</summary>
    public string Text => text;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Console;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) => false;

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) => other is ConsoleEvent same && same.Text == text;
}
