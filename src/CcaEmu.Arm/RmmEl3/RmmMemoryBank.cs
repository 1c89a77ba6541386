namespace CcaEmu.Arm.RmmEl3;

/// <summary>A range of physical memory, or of device memory, that the monitor tells the RMM of.</summary>
/// <param name="Base">First address, a multiple of 4 KiB.</param>
/// <param name="SizeBytes">Size in bytes, a multiple of 4 KiB.</param>
public readonly record struct RmmMemoryBank(ulong Base, ulong SizeBytes);
