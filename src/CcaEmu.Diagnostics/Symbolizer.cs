namespace CcaEmu.Diagnostics;

/// <summary>Names the place that an address of the guest is at.</summary>
/// <param name="virtualAddress">An address of guest code or data.</param>
/// <returns>For example <c>main+0x14</c>, or null when nothing is known of the address.</returns>
public delegate string? Symbolizer(ulong virtualAddress);
