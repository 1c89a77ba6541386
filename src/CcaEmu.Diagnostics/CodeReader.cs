namespace CcaEmu.Diagnostics;

/// <summary>Gives the instruction word at an address of the Realm's image.</summary>
/// <param name="virtualAddress">Byte address, a multiple of 4.</param>
/// <returns>The word, or null where the image has no code.</returns>
public delegate uint? CodeReader(ulong virtualAddress);
