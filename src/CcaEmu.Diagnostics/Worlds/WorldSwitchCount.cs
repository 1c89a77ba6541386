using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Worlds;

/// <summary>How often the PEs went from one security state to another by way of EL3.</summary>
/// <param name="From">State in which EL3 was entered.</param>
/// <param name="To">State to which EL3 returned.</param>
/// <param name="Count">Number of switches.</param>
public readonly record struct WorldSwitchCount(SecurityState From, SecurityState To, ulong Count);
