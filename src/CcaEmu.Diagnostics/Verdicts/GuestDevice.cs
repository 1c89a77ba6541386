namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>A device that the VMM emulates for the guest.</summary>
/// <param name="Name">For example <c>PL011 UART</c>.</param>
/// <param name="Base">IPA without the bit that selects the unprotected half.</param>
/// <param name="SizeBytes">Size of its window.</param>
public sealed record GuestDevice(string Name, ulong Base, ulong SizeBytes);
