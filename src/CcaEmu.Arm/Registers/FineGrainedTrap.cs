using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Registers;

/// <summary>One bit of a fine-grained trap register, and what it traps from EL1 and EL0 to EL2.</summary>
/// <param name="Control">The trap register.</param>
/// <param name="Bit">The bit; one traps.</param>
/// <param name="Feature">The feature without which the bit is RES0.</param>
/// <param name="Registers">System registers whose reads (in HFGRTR_EL2, HDFGRTR_EL2, HAFGRTR_EL2) or writes it traps.</param>
/// <param name="Instructions">System instructions that it traps, by name; for HFGITR_EL2.</param>
public sealed record FineGrainedTrap(
    SystemRegister Control, int Bit, Feature Feature, IReadOnlyList<SystemRegister> Registers, IReadOnlyList<string> Instructions);
