namespace CcaEmu.Arm.RmmEl3;

/// <summary>A PCIe root complex.</summary>
/// <param name="EcamBase">Address of its configuration space, 256 MiB.</param>
/// <param name="Segment">Its segment number.</param>
/// <param name="Ports">Its root ports.</param>
public sealed record RmmRootComplex(ulong EcamBase, byte Segment, IReadOnlyList<RmmRootPort> Ports);
