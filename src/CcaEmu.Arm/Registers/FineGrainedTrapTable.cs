using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The fine-grained traps (FEAT_FGT): trap register and bit, and what the bit traps. One line for each bit.</summary>
/// <remarks>
/// Arm ARM (DDI 0487), "HFGRTR_EL2", "HFGWTR_EL2", "HFGITR_EL2", "HDFGRTR_EL2", "HDFGWTR_EL2" and "HAFGRTR_EL2". Bits of absent features
/// (SVE, SME, BRBE, TRBE, trace unit, ...) have no line and are RES0.
/// </remarks>
public static class FineGrainedTrapTable
{
    private static readonly FineGrainedTrap[] Lines =
    [
        .. Both(R.HFGRTR_EL2, R.HFGWTR_EL2, General()), .. Both(R.HDFGRTR_EL2, R.HDFGWTR_EL2, Debug()), .. Activity(), .. Instructions(),
    ];

    /// <summary>Every line.</summary>
    public static IReadOnlyList<FineGrainedTrap> All => Lines;

    /// <summary>The bits of a trap register by the feature that brings each.</summary>
    internal static (F Feature, ulong Mask)[] BitsOf(R control) =>
        [.. Lines.Where(line => line.Control == control).Select(line => (line.Feature, 1UL << line.Bit))];

    private static (string Access, int Bit, F Feature, R[] Registers)[] General() =>
    [
        ("RW", 49, F.FEAT_RAS, [R.ERXADDR_EL1]), ("RW", 48, F.FEAT_RASv1p1, [R.ERXPFGCDN_EL1]), ("RW", 47, F.FEAT_RASv1p1, [R.ERXPFGCTL_EL1]),
        ("R", 46, F.FEAT_RASv1p1, [R.ERXPFGF_EL1]), ("RW", 45, F.FEAT_RAS, [R.ERXMISC0_EL1, R.ERXMISC1_EL1, R.ERXMISC2_EL1, R.ERXMISC3_EL1]),
        ("RW", 44, F.FEAT_RAS, [R.ERXSTATUS_EL1]), ("RW", 43, F.FEAT_RAS, [R.ERXCTLR_EL1]), ("R", 42, F.FEAT_RAS, [R.ERXFR_EL1]),
        ("RW", 41, F.FEAT_RAS, [R.ERRSELR_EL1]), ("R", 40, F.FEAT_RAS, [R.ERRIDR_EL1]),
        ("RW", 39, F.FEAT_GICv3, [R.ICC_IGRPEN0_EL1, R.ICC_IGRPEN1_EL1]), ("RW", 38, F.Base, [R.VBAR_EL1]),
        ("RW", 37, F.Base, [R.TTBR1_EL1]), ("RW", 36, F.Base, [R.TTBR0_EL1]), ("RW", 35, F.Base, [R.TPIDR_EL0]),
        ("RW", 34, F.Base, [R.TPIDRRO_EL0]), ("RW", 33, F.Base, [R.TPIDR_EL1]), ("RW", 32, F.Base, [R.TCR_EL1, R.TCR2_EL1]),
        ("RW", 31, F.FEAT_CSV2_2, [R.SCXTNUM_EL0]), ("RW", 30, F.FEAT_CSV2_2, [R.SCXTNUM_EL1]), ("RW", 29, F.Base, [R.SCTLR_EL1, R.SCTLR2_EL1]),
        ("R", 28, F.Base, [R.REVIDR_EL1]), ("RW", 27, F.Base, [R.PAR_EL1]), ("R", 26, F.Base, [R.MPIDR_EL1]), ("R", 25, F.Base, [R.MIDR_EL1]),
        ("RW", 24, F.Base, [R.MAIR_EL1]), ("RW", 23, F.FEAT_LOR, [R.LORSA_EL1]), ("RW", 22, F.FEAT_LOR, [R.LORN_EL1]),
        ("R", 21, F.FEAT_LOR, [R.LORID_EL1]), ("RW", 20, F.FEAT_LOR, [R.LOREA_EL1]), ("RW", 19, F.FEAT_LOR, [R.LORC_EL1]),
        ("R", 18, F.Base, [R.ISR_EL1]), ("RW", 17, F.Base, [R.FAR_EL1]), ("RW", 16, F.Base, [R.ESR_EL1]), ("R", 15, F.Base, [R.DCZID_EL0]),
        ("R", 14, F.Base, [R.CTR_EL0]), ("RW", 13, F.Base, [R.CSSELR_EL1]), ("RW", 12, F.Base, [R.CPACR_EL1]),
        ("RW", 11, F.Base, [R.CONTEXTIDR_EL1]), ("R", 10, F.Base, [R.CLIDR_EL1]), ("R", 9, F.Base, [R.CCSIDR_EL1]),
        ("RW", 8, F.FEAT_PAuth, [R.APIBKeyLo_EL1, R.APIBKeyHi_EL1]), ("RW", 7, F.FEAT_PAuth, [R.APIAKeyLo_EL1, R.APIAKeyHi_EL1]),
        ("RW", 6, F.FEAT_PAuth, [R.APGAKeyLo_EL1, R.APGAKeyHi_EL1]), ("RW", 5, F.FEAT_PAuth, [R.APDBKeyLo_EL1, R.APDBKeyHi_EL1]),
        ("RW", 4, F.FEAT_PAuth, [R.APDAKeyLo_EL1, R.APDAKeyHi_EL1]), ("RW", 3, F.Base, [R.AMAIR_EL1]), ("R", 2, F.Base, [R.AIDR_EL1]),
        ("RW", 1, F.Base, [R.AFSR1_EL1]), ("RW", 0, F.Base, [R.AFSR0_EL1]),
    ];

    private static (string Access, int Bit, F Feature, R[] Registers)[] Debug() =>
    [
        ("R", 63, F.FEAT_SPE, [R.PMBIDR_EL1]), ("R", 58, F.FEAT_PMUv3, [R.PMCEID0_EL0, R.PMCEID1_EL0]), ("RW", 57, F.FEAT_PMUv3, [R.PMUSERENR_EL0]),
        ("W", 49, F.FEAT_TRF, [R.TRFCR_EL1]), ("RW", 32, F.FEAT_SPE, [R.PMSLATFR_EL1]), ("RW", 31, F.FEAT_SPE, [R.PMSIRR_EL1]),
        ("R", 30, F.FEAT_SPE, [R.PMSIDR_EL1]), ("RW", 29, F.FEAT_SPE, [R.PMSICR_EL1]), ("RW", 28, F.FEAT_SPE, [R.PMSFCR_EL1]),
        ("RW", 27, F.FEAT_SPE, [R.PMSEVFR_EL1]), ("RW", 26, F.FEAT_SPE, [R.PMSCR_EL1]), ("RW", 25, F.FEAT_SPE, [R.PMBSR_EL1]),
        ("RW", 24, F.FEAT_SPE, [R.PMBPTR_EL1]), ("RW", 23, F.FEAT_SPE, [R.PMBLIMITR_EL1]), ("R", 22, F.FEAT_PMUv3, [R.PMMIR_EL1]),
        ("W", 21, F.FEAT_PMUv3, [R.PMCR_EL0]), ("W", 20, F.FEAT_PMUv3, [R.PMSWINC_EL0]), ("RW", 19, F.FEAT_PMUv3, [R.PMSELR_EL0]),
        ("RW", 18, F.FEAT_PMUv3, [R.PMOVSSET_EL0, R.PMOVSCLR_EL0]), ("RW", 17, F.FEAT_PMUv3, [R.PMINTENSET_EL1, R.PMINTENCLR_EL1]),
        ("RW", 16, F.FEAT_PMUv3, [R.PMCNTENSET_EL0, R.PMCNTENCLR_EL0]), ("RW", 15, F.FEAT_PMUv3, [R.PMCCNTR_EL0]),
        ("RW", 14, F.FEAT_PMUv3, [R.PMCCFILTR_EL0]), ("RW", 13, F.FEAT_PMUv3, [R.PMXEVTYPER_EL0, .. Family(R.PMEVTYPER0_EL0, 31, 1)]),
        ("RW", 12, F.FEAT_PMUv3, [R.PMXEVCNTR_EL0, .. Family(R.PMEVCNTR0_EL0, 31, 1)]), ("RW", 11, F.FEAT_DoubleLock, [R.OSDLR_EL1]),
        ("RW", 10, F.Base, [R.OSECCR_EL1]), ("R", 9, F.Base, [R.OSLSR_EL1]), ("W", 8, F.Base, [R.OSLAR_EL1]), ("RW", 7, F.Base, [R.DBGPRCR_EL1]),
        ("R", 6, F.Base, [R.DBGAUTHSTATUS_EL1]), ("RW", 5, F.Base, [R.DBGCLAIMSET_EL1, R.DBGCLAIMCLR_EL1]), ("RW", 4, F.Base, [R.MDSCR_EL1]),
        ("RW", 3, F.Base, Family(R.DBGWVR0_EL1, 6, 2)), ("RW", 2, F.Base, Family(R.DBGWCR0_EL1, 6, 2)),
        ("RW", 1, F.Base, Family(R.DBGBVR0_EL1, 6, 2)), ("RW", 0, F.Base, Family(R.DBGBCR0_EL1, 6, 2)),
    ];

    private static IEnumerable<FineGrainedTrap> Activity() =>
    [
        Register(R.HAFGRTR_EL2, 0, F.FEAT_AMUv1, [R.AMCNTENSET0_EL0, R.AMCNTENCLR0_EL0]),
        Register(R.HAFGRTR_EL2, 1, F.FEAT_AMUv1, [R.AMEVCNTR00_EL0]), Register(R.HAFGRTR_EL2, 2, F.FEAT_AMUv1, [R.AMEVCNTR01_EL0]),
        Register(R.HAFGRTR_EL2, 3, F.FEAT_AMUv1, [R.AMEVCNTR02_EL0]), Register(R.HAFGRTR_EL2, 4, F.FEAT_AMUv1, [R.AMEVCNTR03_EL0]),
    ];

    // Bits 18 to 47 are TLB maintenance: by reach, each set of ranges below the set without.
    private static IEnumerable<FineGrainedTrap> Instructions()
    {
        (int Bit, F Feature, string Name)[] cache =
        [
            (0, F.Base, "IC IALLUIS"), (1, F.Base, "IC IALLU"), (2, F.Base, "IC IVAU"), (3, F.Base, "DC IVAC"), (4, F.Base, "DC ISW"),
            (5, F.Base, "DC CSW"), (6, F.Base, "DC CISW"), (7, F.Base, "DC CVAU"), (8, F.FEAT_DPB, "DC CVAP"), (9, F.FEAT_DPB2, "DC CVADP"),
            (10, F.Base, "DC CIVAC"), (11, F.Base, "DC ZVA"), (12, F.Base, "AT S1E1R"), (13, F.Base, "AT S1E1W"), (14, F.Base, "AT S1E0R"),
            (15, F.Base, "AT S1E0W"), (16, F.FEAT_PAN2, "AT S1E1RP"), (17, F.FEAT_PAN2, "AT S1E1WP"), (48, F.FEAT_SPECRES, "CFP RCTX"),
            (49, F.FEAT_SPECRES, "DVP RCTX"), (50, F.FEAT_SPECRES, "CPP RCTX"), (51, F.Base, "ERET"), (52, F.Base, "SVC at EL0"),
            (53, F.Base, "SVC at EL1"), (54, F.Base, "DC CVAC"), (60, F.FEAT_SPECRES2, "COSP RCTX"),
        ];
        foreach (var (bit, feature, name) in cache)
            yield return new FineGrainedTrap(R.HFGITR_EL2, bit, feature, [], [name]);
        string[] plain = ["VMALLE1", "VAE1", "ASIDE1", "VAAE1", "VALE1", "VAALE1"], range = ["RVAE1", "RVAAE1", "RVALE1", "RVAALE1"];
        (string Reach, F Feature, int Plain, int Range)[] reaches =
            [("OS", F.FEAT_TLBIOS, 18, 24), ("IS", F.Base, 28, 34), ("", F.Base, 42, 38)];
        foreach (var (reach, feature, plainBit, rangeBit) in reaches)
        {
            for (int i = 0; i < plain.Length; i++)
                yield return new FineGrainedTrap(R.HFGITR_EL2, plainBit + i, feature, [], [$"TLBI {plain[i]}{reach}"]);
            for (int i = 0; i < range.Length; i++)
                yield return new FineGrainedTrap(R.HFGITR_EL2, rangeBit + i, F.FEAT_TLBIRANGE, [], [$"TLBI {range[i]}{reach}"]);
        }
    }

    private static IEnumerable<FineGrainedTrap> Both(R reads, R writes, (string Access, int Bit, F Feature, R[] Registers)[] lines)
    {
        foreach (var (access, bit, feature, registers) in lines)
        {
            if (access.Contains('R'))
                yield return Register(reads, bit, feature, registers);
            if (access.Contains('W'))
                yield return Register(writes, bit, feature, registers);
        }
    }

    private static FineGrainedTrap Register(R control, int bit, F feature, R[] registers) => new(control, bit, feature, registers, []);

    private static R[] Family(R first, int count, int step) => [.. Enumerable.Range(0, count).Select(i => first + (ushort)(i * step))];
}
