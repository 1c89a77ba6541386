namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>Registers hold something else, by no instruction of the trace: a managed layer or an exception has changed them.</summary>
/// <param name="place">Where.</param>
/// <param name="stamp">When.</param>
/// <param name="values">What they hold.</param>
/// <param name="isRepeat">Whether a block's start repeats what earlier ones say, so that reading can begin there.</param>
public sealed class RegistersEvent(TracePlace place, TraceStamp stamp, IReadOnlyList<RegisterValue> values, bool isRepeat) : TraceEvent(place, stamp)
{
    /// <summary>What they hold.</summary>
    public IReadOnlyList<RegisterValue> Values => values;

    /// <summary>Whether a block's start repeats what earlier ones say.</summary>
    public bool IsRepeat => isRepeat;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Instruction;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) => false;

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) =>
        other is RegistersEvent same && same.IsRepeat == isRepeat && same.Values.SequenceEqual(values);
}
