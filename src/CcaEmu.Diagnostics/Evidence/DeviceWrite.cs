namespace CcaEmu.Diagnostics.Evidence;

/// <summary>The last value that a guest wrote to a register of an emulated device.</summary>
/// <param name="Value">The value.</param>
/// <param name="GuestPc">PC of the store; null where it is not known.</param>
/// <param name="ModelledCycles">When.</param>
public readonly record struct DeviceWrite(ulong Value, ulong? GuestPc, ulong ModelledCycles);
