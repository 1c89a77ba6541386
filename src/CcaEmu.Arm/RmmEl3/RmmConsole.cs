namespace CcaEmu.Arm.RmmEl3;

/// <summary>A console the RMM may print on.</summary>
/// <param name="Base">Address of the device.</param>
/// <param name="MapPages">Pages of 4 KiB to map.</param>
/// <param name="Name">Kind of the device, at most 8 characters of ASCII: "pl011".</param>
/// <param name="ClockHz">Its input clock in hertz.</param>
/// <param name="BaudRate">Its line speed in bits per second.</param>
/// <param name="Flags">Zero.</param>
public readonly record struct RmmConsole(ulong Base, ulong MapPages, string Name, ulong ClockHz, ulong BaudRate, ulong Flags = 0);
