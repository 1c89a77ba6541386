using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>Every register bit that stage 2 depends on.</summary>
/// <param name="State">Security state.</param>
/// <param name="Vtcr">VTCR_EL2.</param>
/// <param name="Vttbr">VTTBR_EL2, with the VMID.</param>
/// <param name="Hcr">HCR_EL2.{VM,DC,PTW,FWB,TGE}.</param>
internal readonly record struct Stage2Controls(SecurityState State, ulong Vtcr, ulong Vttbr, ulong Hcr);
