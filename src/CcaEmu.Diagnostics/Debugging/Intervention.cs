using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>What a debugger changed, and where in the course of the run: done again each time that the run comes by.</summary>
/// <param name="Place">Where.</param>
/// <param name="Apply">What, given the PEs of the machine.</param>
internal readonly record struct Intervention(Place Place, Action<IReadOnlyList<ProcessingElement>> Apply);
