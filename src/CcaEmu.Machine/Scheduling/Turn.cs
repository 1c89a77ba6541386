using CcaEmu.Cpu;

namespace CcaEmu.Machine.Scheduling;

/// <summary>Which PE runs next, and until when.</summary>
/// <param name="Pe">The PE; its time has been moved on to the moment its wait ends.</param>
/// <param name="UntilCycles">Modelled cycles of that PE at which its turn ends.</param>
internal readonly record struct Turn(ProcessingElement Pe, ulong UntilCycles);
