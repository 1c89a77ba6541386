using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>Outputs of RMI_VERSION.</summary>
/// <param name="Lower">The revision to use, or the highest one below the request.</param>
/// <param name="Higher">The highest revision there is.</param>
internal readonly record struct RmiVersions(InterfaceVersion Lower, InterfaceVersion Higher);

/// <summary>Outputs of RMI_GRANULE_TRACKING_GET.</summary>
/// <param name="Category">What kind of memory it is.</param>
/// <param name="State">How it is tracked.</param>
/// <param name="Top">Up to where the answer holds.</param>
internal readonly record struct TrackingAnswer(RmiMemoryCategory Category, RmiTrackingState State, ulong Top);

/// <summary>Outputs of RMI_RTT_DESTROY.</summary>
/// <param name="Rtt">The table that is free now.</param>
/// <param name="Top">Where the next thing that can be destroyed may be.</param>
internal readonly record struct DestroyedRtt(ulong Rtt, ulong Top);

/// <summary>Outputs of RMI_RTT_READ_ENTRY.</summary>
/// <param name="Level">Level the walk reached.</param>
/// <param name="State">What the entry is.</param>
/// <param name="Descriptor">Its output address and attributes.</param>
/// <param name="Ripas">What the Realm expects there.</param>
internal readonly record struct RttEntry(int Level, RttEntryState State, ulong Descriptor, Ripas Ripas);

/// <summary>Outputs of the unmap commands.</summary>
/// <param name="Top">How far the command got.</param>
/// <param name="Range">The memory that is free now; count 0 for none.</param>
internal readonly record struct UnmappedRange(ulong Top, AddressRangeDescriptor Range);
