using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>A call of a run.</summary>
/// <param name="PeIndex">Number of the PE it was made on.</param>
/// <param name="Interface">Between whom.</param>
/// <param name="StartCycles">The machine's modelled cycles of that PE at the call.</param>
/// <param name="EndCycles">The same at its return; the start where it did not return there.</param>
/// <param name="Name">Its name.</param>
/// <param name="Call">Name and arguments.</param>
/// <param name="Result">What came back.</param>
public sealed record TimelineCall(
    int PeIndex, CallInterface Interface, ulong StartCycles, ulong EndCycles, string Name, string Call, string Result);
