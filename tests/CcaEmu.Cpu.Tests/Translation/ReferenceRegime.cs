namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Regime of the Arm ARM's pseudocode, AArch64 only.</summary>
internal enum ReferenceRegime
{
    EL3,
    EL2,
    EL20,
    EL10,
}
