using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>One stay of a PE at a level of a world.</summary>
/// <param name="PeIndex">Number of the PE.</param>
/// <param name="State">Security state.</param>
/// <param name="Level">Level; guests' EL0 and EL1 are one, named EL1.</param>
/// <param name="StartCycles">The machine's modelled cycles of the PE when it came.</param>
/// <param name="EndCycles">The same when it left.</param>
/// <param name="Instructions">Instructions retired between.</param>
/// <param name="IdleCycles">Cycles between in which the PE waited.</param>
/// <param name="Name">Where from, where to, and why.</param>
public readonly record struct CrossingLeg(
    int PeIndex, SecurityState State, ExceptionLevel Level, ulong StartCycles, ulong EndCycles, ulong Instructions, ulong IdleCycles, string Name);
