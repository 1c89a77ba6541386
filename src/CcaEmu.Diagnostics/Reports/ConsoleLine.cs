namespace CcaEmu.Diagnostics.Reports;

/// <summary>A line that the guest has printed.</summary>
/// <param name="Cycles">The machine's modelled cycles at its first character.</param>
/// <param name="Text">The line; control characters are shown as dots.</param>
public readonly record struct ConsoleLine(ulong Cycles, string Text);
