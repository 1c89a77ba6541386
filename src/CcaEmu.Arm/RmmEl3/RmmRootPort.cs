namespace CcaEmu.Arm.RmmEl3;

/// <summary>A PCIe root port.</summary>
/// <param name="Bdf">Its bus, device and function number.</param>
/// <param name="Mappings">The requester numbers below it.</param>
public sealed record RmmRootPort(ushort Bdf, IReadOnlyList<RmmBdfMapping> Mappings);
