namespace CcaEmu.Arm.Abi;

/// <summary>One field of a structure in memory, little-endian.</summary>
/// <param name="Name">The specification's name.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct AbiField(string Name, int Offset, int Size);
