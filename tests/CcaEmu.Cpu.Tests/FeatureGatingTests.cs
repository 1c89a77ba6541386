using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Tests;

/// <summary>
/// Every feature that can be switched: its encodings, its registers and its ID fields are there with it and gone without it. Generated from the
/// tables, so that a new feature is tested because it has a line.
/// </summary>
public sealed unsafe class FeatureGatingTests
{
    private static IEnumerable<Feature> Switchable() =>
        FeatureTable.All.Where(line => line.Standing is FeatureStanding.On or FeatureStanding.Off).Select(line => line.Feature);

    [TestCaseSource(nameof(Switchable))]
    public void Encodings_come_and_go_with_their_feature(Feature feature)
    {
        PeFeatures with = With(feature), without = Without(feature);
        foreach (A64Encoding line in A64Table.Lines.Where(line => line.Feature == feature))
        {
            Assert.That(FeatureReport.HasMeaning(line, with), $"{line.Op} with {feature}");
            if (IsHint(line))
                Assert.That(IsNop(line.FixedValue, without), $"{line.Op} without {feature}: a hint that is not known is a NOP");
            else
                Assert.That(FeatureReport.HasMeaning(line, without), Is.False, $"{line.Op} without {feature}");
        }
    }

    [TestCaseSource(nameof(Switchable))]
    public void Registers_come_and_go_with_their_feature(Feature feature)
    {
        PeFeatures with = With(feature), without = Without(feature);
        SystemRegisterInfo[] registers = [.. SystemRegisterTable.All
            .Where(info => info.Feature == feature && (info.AliasOf == SystemRegister.None || with.Has(info.AliasOf)))]; // another name of what is not there is none
        if (registers.Length == 0)
            return;
        using var machine = new TestPe(without);
        foreach (SystemRegisterInfo info in registers)
        {
            Assert.That((with.Has(info.Register), without.Has(info.Register)), Is.EqualTo((true, false)), info.Name);
            foreach (uint word in new[] { A64.Mrs(0, info.Encoding.Value), A64.Msr(info.Encoding.Value, 0) })
            {
                machine.At(ExceptionLevel.EL3).Run(word);
                bool readsAsZero = info.Encoding.IsIdentificationSpace && word == A64.Mrs(0, info.Encoding.Value);
                if (readsAsZero)
                    Assert.That((machine.Exceptions.Count, machine.Pe.X(0)), Is.EqualTo((0, 0UL)), $"{info.Name}: the ID space reads as zero");
                else
                    Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), $"{info.Name} without {feature}");
            }
        }
    }

    [TestCaseSource(nameof(Switchable))]
    public void Identification_comes_and_goes_with_its_feature(Feature feature)
    {
        PeFeatures with = With(feature), without = Without(feature);
        IdField[] fields = [.. FeatureTable.Get(feature).Fields.Where(field => with.Has(field.With))];
        foreach (IdField field in fields)
        {
            ulong present = with.IdentificationOf(field.Register) >> field.Lsb & 15, absent = without.IdentificationOf(field.Register) >> field.Lsb & 15;
            Assert.That(present, Is.GreaterThanOrEqualTo(field.Value), $"{feature} in {field.Register}");
            Assert.That(absent, Is.LessThan(field.Value).Or.EqualTo(15).Or.EqualTo(AlsoGivenBy(feature, field, without)), $"no {feature} in {field.Register}");
        }
        Assert.That(fields, Is.Not.Empty, "what a PE has and an ID register does not tell, software cannot use");
    }

    /// <summary>The features that third-party software is promised, by the manual's names.</summary>
    [TestCase("FP16 RDM DotProd FCMA JSCVT FHM BF16 I8MM FRINTTS CRC32 AES PMULL SHA1 SHA256 SHA512 SHA3 SM3 SM4 LSE LSE2 LRCPC LRCPC2 LRCPC3")]
    [TestCase("FlagM FlagM2 PAuth EPAC PAuth2 FPAC FPACCOMBINE PACQARMA5 PACQARMA3 PACIMP BTI DIT SB SPECRES SSBS DPB DPB2 RNG WFxT XS HBC MOPS CSSC")]
    [TestCase("UAO PAN PAN2 PAN3 FGT FGT2 RAS DoubleFault VHE ECV EVT HCX S2FWB TTST TTCNP VMID16 HAFDBS HPDS BBML1 BBML2 E0PD nTLBPA TLBIOS TLBIRANGE")]
    [TestCase("Debugv8p8 PMUv3p7 TRF AMUv1 RME RME_GPC2 LOR")]
    public void What_is_promised_is_built(string names)
    {
        foreach (string name in names.Split(' '))
            Assert.That(FeatureTable.Get(Enum.Parse<Feature>("FEAT_" + name)).IsBuilt, name);
    }

    [Test]
    public void What_is_absent_says_so([Values("SVE", "SME", "MTE2", "NV", "NV2", "MPAM", "BRBE", "GCS", "D128", "LS64", "LS64_V", "LS64_ACCDATA")] string name)
    {
        FeatureInfo line = FeatureTable.Get(Enum.Parse<Feature>("FEAT_" + name));
        Assert.That(line.IsBuilt, Is.False);
        Assert.That(() => PeFeatures.Default.With("+" + line.Name), Throws.ArgumentException);
        foreach (IdField field in line.Fields)
            Assert.That(PeFeatures.Default.IdentificationOf(field.Register) >> field.Lsb & 15, Is.LessThan(field.Value), $"{name} in {field.Register}");
    }

    [Test]
    public void No_level_has_AArch32() => // ID_AA64PFR0_EL1.{EL0, EL1, EL2, EL3}: 1 is AArch64 alone
        Assert.That(PeFeatures.Default.IdentificationOf(SystemRegister.ID_AA64PFR0_EL1) & 0xFFFF, Is.EqualTo(0x1111));

    [Test]
    public void Trap_enables_of_FPCR_are_RAZ_WI_as_no_floating_point_trap_is_implemented()
    {
        using var machine = new TestPe();
        machine.Pe.X(0) = ulong.MaxValue;
        machine.Run(A64.Msr(SystemRegister.FPCR, 0), A64.Mrs(1, SystemRegister.FPCR));
        ulong enables = 1UL << 15 | 1UL << 12 | 1UL << 11 | 1UL << 10 | 1UL << 9 | 1UL << 8; // IDE, IXE, UFE, OFE, DZE, IOE
        Assert.That(machine.Pe.X(1) & enables, Is.Zero);
        Assert.That(machine.Pe.X(1), Is.EqualTo(0x07C8_0000UL), "AHP, DN, FZ, RMode and FZ16; AH, NEP and FIZ come with FEAT_AFP");
    }

    // The default PE with a feature and what it needs, without what it excludes.
    private static PeFeatures With(Feature feature)
    {
        HashSet<Feature> set = [.. PeFeatures.Default.All];
        Add(set, feature);
        return Sound(set);
    }

    private static void Add(HashSet<Feature> set, Feature feature)
    {
        FeatureInfo line = FeatureTable.Get(feature);
        foreach (Feature excluded in line.Excludes.Where(set.Contains))
            Remove(set, excluded, keep: line.Needs);
        if (!set.Add(feature))
            return;
        foreach (Feature needed in line.Needs)
            Add(set, needed);
    }

    private static PeFeatures Without(Feature feature)
    {
        HashSet<Feature> set = [.. PeFeatures.Default.All];
        Add(set, feature);
        Remove(set, feature, []);
        return Sound(set);
    }

    // What needs a feature goes with it, unless the caller will put another in its place.
    private static void Remove(HashSet<Feature> set, Feature feature, IReadOnlyList<Feature> keep)
    {
        if (!set.Remove(feature))
            return;
        foreach (FeatureInfo line in FeatureTable.All.Where(line => set.Contains(line.Feature) && !keep.Contains(line.Feature)))
        {
            bool lacksOneOf = line.NeedsOneOf.Contains(feature) && !line.NeedsOneOf.Any(set.Contains);
            if (line.Needs.Contains(feature) || lacksOneOf)
                Remove(set, line.Feature, keep);
        }
    }

    private static PeFeatures Sound(HashSet<Feature> set)
    {
        Assert.That(FeatureSelection.ConflictIn(set), Is.Null);
        return new PeFeatures(set);
    }

    // RAS 1.1 and double faults are one value.
    private static ulong AlsoGivenBy(Feature feature, IdField field, PeFeatures features) => FeatureTable.All
        .Where(line => line.Feature != feature && features.Has(line.Feature))
        .SelectMany(line => line.Fields).Where(other => other.Register == field.Register && other.Lsb == field.Lsb)
        .Select(other => other.Value).DefaultIfEmpty(15UL).Max();

    // The hint space: CRn 2 of the hints, where every word is a NOP that nothing gives a meaning.
    private static bool IsHint(A64Encoding line) => (line.FixedMask & 0xFFFF_F01F) == 0xFFFF_F01F && (line.FixedValue & 0xFFFF_F01F) == 0xD503_201F;

    private static bool IsNop(uint word, PeFeatures features)
    {
        using var machine = new TestPe(features);
        for (int n = 0; n < 31; n++)
            machine.Pe.X(n) = ~(ulong)n << 40;
        machine.Run(word);
        return machine.Exceptions.Count == 0 && machine.Pe.PC == TestPe.Code + 4 && Enumerable.Range(0, 31).All(n => machine.Pe.X(n) == ~(ulong)n << 40);
    }
}
