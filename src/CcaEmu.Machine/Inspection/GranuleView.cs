using CcaEmu.Arm.Rmi;

namespace CcaEmu.Machine.Inspection;

/// <summary>A granule as the RMM keeps it.</summary>
/// <param name="Address">Physical address of its first byte.</param>
/// <param name="State">Its state.</param>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "Granule state".</remarks>
public readonly record struct GranuleView(ulong Address, GranuleState State);
