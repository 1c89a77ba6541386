using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>One entry of a PE's fast TLB, for reports.</summary>
/// <param name="Regime">Translation regime, for example <c>EL10</c>.</param>
/// <param name="State">Security state.</param>
/// <param name="Asid">ASID of the space.</param>
/// <param name="Vmid">VMID of the space; null without stage 2.</param>
/// <param name="Privilege">Whose permissions it holds: <c>EL0</c>, <c>EL1+</c>, or <c>EL1+ with PAN</c>.</param>
/// <param name="Va">Virtual address of the page.</param>
/// <param name="Output">Physical address of the page that it leads to.</param>
/// <param name="Access">What accesses it serves without another look.</param>
public readonly record struct TlbLine(
    string Regime, SecurityState State, ushort Asid, ushort? Vmid, string Privilege, ulong Va, ulong Output, AccessKind Access);
