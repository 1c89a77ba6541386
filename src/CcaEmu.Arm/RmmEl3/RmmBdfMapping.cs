namespace CcaEmu.Arm.RmmEl3;

/// <summary>How requester numbers of a root port become StreamIDs: StreamID = BDF + offset * 65536.</summary>
/// <param name="FirstBdf">First bus, device and function number.</param>
/// <param name="LastBdf">Last number, inclusive.</param>
/// <param name="Offset">Upper half of the StreamID.</param>
/// <param name="SmmuIndex">Which SMMU of the manifest translates.</param>
public readonly record struct RmmBdfMapping(ushort FirstBdf, ushort LastBdf, ushort Offset, ushort SmmuIndex);
