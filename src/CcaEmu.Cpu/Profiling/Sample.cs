namespace CcaEmu.Cpu;

/// <summary>A sample in flight: what was collected before its instruction executed.</summary>
/// <param name="Operation">What the instruction is.</param>
/// <param name="Place">Its address with level and state, as the Address packet has it.</param>
/// <param name="Contexts">CONTEXTIDR_EL1 and CONTEXTIDR_EL2, where they are collected.</param>
/// <param name="Timestamp">The count, where it is collected.</param>
/// <param name="HasPhysicalAddress">Physical addresses are collected.</param>
/// <param name="ChargedCycles">Cycles charged so far.</param>
internal readonly record struct Sample(
    SampledOperation Operation, ulong Place, (uint? El1, uint? El2) Contexts, ulong? Timestamp, bool HasPhysicalAddress, ulong ChargedCycles);
