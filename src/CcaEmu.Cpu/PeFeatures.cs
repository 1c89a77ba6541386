using System.Collections.Frozen;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>The features a PE implements, and the ID register values that promise exactly them.</summary>
/// <remarks>
/// Arm ARM, A2 "Armv8-A and Armv9-A architecture extensions" and D24.2 for the ID registers. Which features there are, which are built and
/// which field promises each stands in <see cref="FeatureTable"/>.
/// </remarks>
public sealed class PeFeatures
{
    private const ulong InterruptControllerField = 0xFUL << 24;

    private readonly FrozenSet<Feature> _features;
    private readonly bool[] _has;

    /// <summary>A PE with a set of features; nothing is checked, so that a test can have any.</summary>
    /// <param name="features">The features; <see cref="Feature.Base"/> and what every PE has is added.</param>
    /// <param name="level0GptBits">
    /// Bits of address below an entry of the level 0 Granule Protection Table, IMPLEMENTATION DEFINED and read from GPCCR_EL3.L0GPTSZ: 30, 34, 36
    /// or 39. The managed monitor builds its table for 30.
    /// </param>
    /// <exception cref="InvalidOperationException"><paramref name="level0GptBits"/> is another number.</exception>
    public PeFeatures(IEnumerable<Feature> features, int level0GptBits = 30)
    {
        Level0GptBits = level0GptBits;
        L0GPTSZ = new GptGeometry(32, level0GptBits, 12).Encode();
        _features = features.Append(Feature.Base)
            .Concat(FeatureTable.All.Where(line => line.Standing == FeatureStanding.Always).Select(line => line.Feature)).ToFrozenSet();
        _has = new bool[(int)Enum.GetValues<Feature>().Max() + 1];
        foreach (Feature feature in _features)
            _has[(int)feature] = true;
        Traits = RegisterTrait.Build(this);
    }

    /// <summary>Bits of address below an entry of the level 0 Granule Protection Table.</summary>
    public int Level0GptBits { get; }

    /// <summary>GPCCR_EL3.L0GPTSZ in place: what the register reads as there whatever is written.</summary>
    internal ulong L0GPTSZ { get; }

    /// <summary>The default PE: every feature that <see cref="FeatureTable"/> has on.</summary>
    public static PeFeatures Default { get; } = new(FeatureSelection.Default);

    /// <summary>Physical address size in bits that ID_AA64MMFR0_EL1.PARange promises.</summary>
    public const int PhysicalAddressBits = 48;

    /// <summary>Width in bits of the MECIDs of a PE with FEAT_MEC: MECIDR_EL2.MECIDWidthm1 is one less.</summary>
    public const int MecidBits = 16;

    /// <summary>Physical address size in bits of this PE: 52 with FEAT_LPA.</summary>
    internal int PhysicalAddressSize => Has(Feature.FEAT_LPA) ? 52 : PhysicalAddressBits;

    /// <summary>Number of event counters of a PE with FEAT_PMUv3: PMCR_EL0.N, and MDCR_EL2.HPMN at reset.</summary>
    public const int EventCounters = 31;

    /// <summary>The features, without <see cref="Feature.Base"/>, in the table's order.</summary>
    public IEnumerable<Feature> All => FeatureTable.All.Select(line => line.Feature).Where(_features.Contains);

    /// <summary>How a PE with these features keeps each register, by <see cref="SystemRegister"/>.</summary>
    internal RegisterTrait[] Traits { get; }

    /// <summary>Whether a feature is implemented.</summary>
    /// <param name="feature">Which.</param>
    public bool Has(Feature feature) => _has[(int)feature];

    /// <summary>Whether a system register exists on a PE with these features; an access to one that does not is UNDEFINED.</summary>
    /// <param name="register">Which.</param>
    public bool Has(SystemRegister register) => RegisterFeatures.IsPresent(register, this);

    /// <summary>This PE with features switched on and off.</summary>
    /// <param name="changes">For example <c>+FEAT_SM4,-FEAT_LSE</c>.</param>
    /// <exception cref="ArgumentException">A name is unknown or a combination impossible; the message says it in one line.</exception>
    public PeFeatures With(string changes) =>
        FeatureSelection.TryApply(_features, changes, out IReadOnlySet<Feature>? set, out string? complaint)
            ? new PeFeatures(set, Level0GptBits)
            : throw new ArgumentException(complaint, nameof(changes));

    /// <summary>The value of an ID_AA64* register: the fields that the features give it.</summary>
    /// <param name="register">An identification register.</param>
    /// <returns>Zero for a register of which no feature speaks.</returns>
    public ulong IdentificationOf(SystemRegister register)
    {
        ulong value = 0, spoken = 0;
        foreach (IdField field in FieldsOf(register))
        {
            ulong mask = 0xFUL << field.Lsb;
            ulong old = (spoken & mask) != 0 ? value >> field.Lsb & 0xF : 0;
            value = value & ~mask | Math.Max(old, field.Value) << field.Lsb;
            spoken |= mask;
        }
        foreach (IdField field in FeatureTable.Get(Feature.Base).Fields.Where(field => field.Register == register))
            value |= (spoken >> field.Lsb & 1) == 0 ? field.Value << field.Lsb : 0;
        return value;
    }

    /// <summary>Writes the identification registers of a PE at reset.</summary>
    internal void Identify(ProcessingElement pe)
    {
        for (SystemRegister id = SystemRegister.ID_AA64PFR0_EL1; id <= SystemRegister.ID_AA64MMFR4_EL1; id++)
            pe.SetRaw(id, IdentificationOf(id));
        // The GIC registers are the CPU interface's: without one the PE has none.
        if (pe.CpuInterface is null)
            pe.SetRaw(SystemRegister.ID_AA64PFR0_EL1, pe.Raw(SystemRegister.ID_AA64PFR0_EL1) & ~InterruptControllerField);
        ulong affinity = (ulong)(pe.Index & 3) << 8 | (ulong)(pe.Index >> 2) << 16;
        pe.SetRaw(SystemRegister.MPIDR_EL1, 1UL << 31 | 1UL << 24 | affinity);
        pe.SetRaw(SystemRegister.MIDR_EL1, 0x000F_0000); // Implementer 0: reserved for software use.
        pe.SetRaw(SystemRegister.CTR_EL0, 0x8444_C004);
        pe.SetRaw(SystemRegister.DCZID_EL0, 4);
        pe.SetRaw(SystemRegister.VMPIDR_EL2, pe.Raw(SystemRegister.MPIDR_EL1));
        pe.SetRaw(SystemRegister.VPIDR_EL2, pe.Raw(SystemRegister.MIDR_EL1));
        pe.SetRaw(SystemRegister.CNTFRQ_EL0, 100_000_000);
        if (Has(Feature.FEAT_PMUv3))
            pe.SetRaw(SystemRegister.MDCR_EL2, EventCounters);
    }

    private IEnumerable<IdField> FieldsOf(SystemRegister register) => All
        .SelectMany(feature => FeatureTable.Get(feature).Fields)
        .Where(field => field.Register == register && Has(field.With));
}
