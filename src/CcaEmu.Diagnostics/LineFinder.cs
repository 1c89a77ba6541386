namespace CcaEmu.Diagnostics;

/// <summary>Names the source line that an address of the guest's code comes from.</summary>
/// <param name="virtualAddress">An address of guest code.</param>
/// <returns>For example <c>kernel/main.c:41</c>, or null when the image says nothing of it.</returns>
public delegate string? LineFinder(ulong virtualAddress);
