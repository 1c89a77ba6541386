namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>A row of the line matrix: from this address on, code comes from a line.</summary>
/// <param name="Address">First address.</param>
/// <param name="File">Name of the file; null where a sequence ends, and nothing is known from here on.</param>
/// <param name="Line">Line number, from 1; 0 for code of no line.</param>
internal readonly record struct LineRow(ulong Address, string? File, uint Line);
