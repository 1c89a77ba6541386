using System.Collections.Frozen;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>The features a PE implements, and the ID register values that promise exactly them.</summary>
/// <remarks>
/// Arm ARM, A2 "Armv8-A and Armv9-A architecture extensions" and D24.2 for the ID registers. What is not built is not promised: no
/// FP/AdvSIMD, AArch32, PMU, RAS, VHE, PAuth, BTI, SVE yet.
/// </remarks>
public sealed class PeFeatures
{
    private readonly FrozenSet<Feature> _features;

    /// <summary>A PE with a set of features.</summary>
    /// <param name="features">The features; <see cref="Feature.Base"/> is always implemented.</param>
    public PeFeatures(IEnumerable<Feature> features) => _features = features.Append(Feature.Base).ToFrozenSet();

    /// <summary>The default PE: the A64 integer base set with LSE atomics, RCPC, CRC32, FlagM, RNG and RME.</summary>
    public static PeFeatures Default { get; } = new(
        [Feature.FEAT_LSE, Feature.FEAT_LRCPC, Feature.FEAT_CRC32, Feature.FEAT_FlagM, Feature.FEAT_RNG, Feature.FEAT_SB,
        Feature.FEAT_DIT, Feature.FEAT_SSBS]);

    /// <summary>Physical address size in bits that ID_AA64MMFR0_EL1.PARange promises.</summary>
    public const int PhysicalAddressBits = 48;

    /// <summary>Physical address size in bits of this PE: 52 with FEAT_LPA.</summary>
    internal int PhysicalAddressSize => Has(Feature.FEAT_LPA) ? 52 : PhysicalAddressBits;

    /// <summary>Whether a feature is implemented.</summary>
    /// <param name="feature">Which.</param>
    public bool Has(Feature feature) => _features.Contains(feature);

    /// <summary>Whether a system register exists on a PE with these features; an access to one that does not is UNDEFINED.</summary>
    /// <param name="register">Which.</param>
    public bool Has(SystemRegister register) => RegisterFeatures.IsPresent(register, this);

    /// <summary>Writes the identification registers of a PE at reset.</summary>
    internal void Identify(ProcessingElement pe)
    {
        ulong affinity = (ulong)(pe.Index & 3) << 8 | (ulong)(pe.Index >> 2) << 16;
        pe.SetRaw(SystemRegister.MPIDR_EL1, 1UL << 31 | 1UL << 24 | affinity);
        pe.SetRaw(SystemRegister.MIDR_EL1, 0x000F_0000); // Implementer 0: reserved for software use.
        // EL0..EL3 AArch64 only; FP and AdvSIMD 0b1111: not implemented; RME version 1.
        pe.SetRaw(SystemRegister.ID_AA64PFR0_EL1, 1UL << 52 | Field(Feature.FEAT_DIT, 48, 1) | 0xFUL << 20 | 0xFUL << 16 | 0x1111);
        pe.SetRaw(SystemRegister.ID_AA64PFR1_EL1, Field(Feature.FEAT_SSBS, 4, 2));
        // Debug architecture v8; six breakpoints and four watchpoints.
        pe.SetRaw(SystemRegister.ID_AA64DFR0_EL1, 3UL << 20 | 5UL << 12 | 6);
        ulong isar0 = Field(Feature.FEAT_CRC32, 16, 1) | Field(Feature.FEAT_LSE, 20, 2) | Field(Feature.FEAT_FlagM, 52, 1)
            | Field(Feature.FEAT_RNG, 60, 1);
        pe.SetRaw(SystemRegister.ID_AA64ISAR0_EL1, isar0);
        pe.SetRaw(SystemRegister.ID_AA64ISAR1_EL1, Field(Feature.FEAT_LRCPC, 20, 1) | Field(Feature.FEAT_SB, 36, 1));
        // PARange 48 bits; 16-bit ASIDs; TGran4 and TGran64 at stage 1, TGran16 too; stage 2 as stage 1.
        pe.SetRaw(SystemRegister.ID_AA64MMFR0_EL1, 5 | 2UL << 4 | 1UL << 20);
        // XNX (stage 2 XN[1:0]), HPDS (hierarchical permissions can be disabled) and 16-bit VMIDs.
        pe.SetRaw(SystemRegister.ID_AA64MMFR1_EL1, 1UL << 28 | 1UL << 12 | 2UL << 4);
        // FWB: stage 2 forced write-back.
        pe.SetRaw(SystemRegister.ID_AA64MMFR2_EL1, 1UL << 40);
        pe.SetRaw(SystemRegister.CTR_EL0, 0x8444_C004);
        pe.SetRaw(SystemRegister.DCZID_EL0, 4);
        pe.SetRaw(SystemRegister.VMPIDR_EL2, pe.Raw(SystemRegister.MPIDR_EL1));
        pe.SetRaw(SystemRegister.VPIDR_EL2, pe.Raw(SystemRegister.MIDR_EL1));
        pe.SetRaw(SystemRegister.CNTFRQ_EL0, 100_000_000);
    }

    private ulong Field(Feature feature, int lsb, ulong value) => Has(feature) ? value << lsb : 0;
}
