using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>One exception as it was taken.</summary>
/// <param name="Source">Level it was taken from.</param>
/// <param name="SourceState">Security state it was taken from.</param>
/// <param name="Target">Level it was taken to.</param>
/// <param name="Type">Synchronous, IRQ, FIQ or SError.</param>
/// <param name="Syndrome">The value written to ESR_ELx of the target; 0 for interrupts.</param>
/// <param name="FaultAddress">The value written to FAR_ELx where <paramref name="FaultAddressValid"/>.</param>
/// <param name="FaultAddressValid">Whether FAR_ELx was written.</param>
/// <param name="ReturnAddress">The preferred return address, written to ELR_ELx.</param>
public readonly record struct ExceptionTaken(
    ExceptionLevel Source, SecurityState SourceState, ExceptionLevel Target, ExceptionType Type,
    ulong Syndrome, ulong FaultAddress, bool FaultAddressValid, ulong ReturnAddress);
