namespace CcaEmu.Hypervisor.Rmi;

/// <summary>How far a repeated range command got.</summary>
/// <param name="End">First address that was not done.</param>
/// <param name="Result">Why it stopped, or success when it is all done.</param>
internal readonly record struct RangeProgress(ulong End, HostResult Result);
