using static CcaEmu.Arm.A64.FeatureStanding;
using static CcaEmu.Arm.Registers.SystemRegister;
using F = CcaEmu.Arm.A64.Feature;

namespace CcaEmu.Arm.A64;

/// <summary>Every feature: whether it is built, what it needs and excludes, what ID register fields promise it. One line each.</summary>
/// <remarks>
/// <para>To turn a feature on when it is built, change <c>Absent</c> in its line to <c>On</c>: every default PE then has it, its encodings
/// and registers stop being UNDEFINED, and the ID registers promise it. <c>Off</c> is for what is built but has to be asked for
/// (<c>--cpu-feature +FEAT_x</c>). Needs must be on too: a test says which line contradicts which.</para>
/// <para>Arm ARM (DDI 0487), chapter A2 "Architecture extensions" and D24.2, the ID_AA64* registers.</para>
/// </remarks>
public static class FeatureTable
{
    private static readonly FeatureInfo[] ByFeature = Index();

    /// <summary>Every line but that of <see cref="F.Base"/>, in the order of <see cref="F"/>.</summary>
    public static IEnumerable<FeatureInfo> All => ByFeature.Skip(1);

    /// <summary>The line of a feature.</summary>
    /// <param name="feature">Any member; <see cref="F.Base"/> has the fields that every PE has.</param>
    public static FeatureInfo Get(F feature) => ByFeature[(int)feature];

    private static FeatureInfo[] Index()
    {
        var index = new FeatureInfo[Enum.GetValues<F>().Length];
        foreach (FeatureInfo line in (FeatureInfo[])[.. Instructions(), .. Authentication(), .. Memory(), .. System(), .. Others()])
            index[(int)line.Feature] = line;
        return index;
    }

    private static FeatureInfo[] Instructions() =>
    [
        Line(F.FEAT_FP, On, "Floating point", [Pfr0(16, 0)], needs: [F.FEAT_AdvSIMD]),
        Line(F.FEAT_AdvSIMD, On, "Advanced SIMD", [Pfr0(20, 0)], needs: [F.FEAT_FP]),
        Line(F.FEAT_FP16, On, "Half-precision arithmetic", [Pfr0(16, 1), Pfr0(20, 1)], needs: [F.FEAT_FP, F.FEAT_FHM]),
        Line(F.FEAT_RDM, On, "Rounding doubling multiply accumulate", [Isar0(28, 1)], needs: [F.FEAT_AdvSIMD]),
        Line(F.FEAT_DotProd, On, "SIMD dot product", [Isar0(44, 1)], needs: [F.FEAT_AdvSIMD]),
        Line(F.FEAT_FCMA, On, "Complex number arithmetic", [Isar1(16, 1)], needs: [F.FEAT_FP]),
        Line(F.FEAT_JSCVT, On, "Conversion with JavaScript's rounding", [Isar1(12, 1)], needs: [F.FEAT_FP]),
        Line(F.FEAT_FHM, On, "Half-precision multiply into single precision", [Isar0(48, 1)], needs: [F.FEAT_FP16]),
        Line(F.FEAT_BF16, On, "BFloat16", [Isar1(44, 1)], needs: [F.FEAT_FP]),
        Line(F.FEAT_EBF16, Absent, "BFloat16 with FPCR's rounding", [Isar1(44, 2)], needs: [F.FEAT_BF16]),
        Line(F.FEAT_I8MM, On, "Int8 matrix multiply", [Isar1(52, 1)], needs: [F.FEAT_AdvSIMD]),
        Line(F.FEAT_FRINTTS, On, "Rounding to a 32-bit or 64-bit integer", [Isar1(32, 1)], needs: [F.FEAT_FP, F.FEAT_AdvSIMD]),
        Line(F.FEAT_AFP, Absent, "Alternate floating-point behaviour", [Mmfr1(44, 1)], needs: [F.FEAT_FP]),
        Line(F.FEAT_RPRES, Absent, "12-bit reciprocal estimates", [Isar2(4, 1)], needs: [F.FEAT_AFP]),
        Line(F.FEAT_CRC32, On, "CRC32", [Isar0(16, 1)]),
        Line(F.FEAT_AES, On, "AES", [Isar0(4, 1)], needs: [F.FEAT_PMULL, F.FEAT_SHA3, F.FEAT_SHA256, F.FEAT_SHA512, F.FEAT_AdvSIMD]),
        Line(F.FEAT_PMULL, On, "64-bit polynomial multiply", [Isar0(4, 2)], needs: [F.FEAT_AES]),
        Line(F.FEAT_SHA1, On, "SHA-1", [Isar0(8, 1)], needs: [F.FEAT_AES, F.FEAT_SHA3, F.FEAT_SHA256, F.FEAT_SHA512]),
        Line(F.FEAT_SHA256, On, "SHA-256", [Isar0(12, 1)], needs: [F.FEAT_SHA1]),
        Line(F.FEAT_SHA512, On, "SHA-512", [Isar0(12, 2)], needs: [F.FEAT_SHA256, F.FEAT_SHA1]),
        Line(F.FEAT_SHA3, On, "SHA-3", [Isar0(32, 1)], needs: [F.FEAT_SHA256, F.FEAT_SHA1]),
        Line(F.FEAT_SM3, On, "SM3", [Isar0(36, 1)], needs: [F.FEAT_AdvSIMD]),
        Line(F.FEAT_SM4, On, "SM4", [Isar0(40, 1)], needs: [F.FEAT_AdvSIMD]),
        Line(F.FEAT_LSE, On, "Atomic memory operations", [Isar0(20, 2)]),
        Line(F.FEAT_LSE2, On, "Single-copy atomicity within 16 bytes", [Mmfr2(32, 1)]),
        Line(F.FEAT_LRCPC, On, "Load-acquire RCpc", [Isar1(20, 1)]),
        Line(F.FEAT_LRCPC2, On, "Load-acquire RCpc with offset", [Isar1(20, 2)], needs: [F.FEAT_LRCPC]),
        Line(F.FEAT_LRCPC3, On, "Load-acquire RCpc, pairs and SIMD", [Isar1(20, 3)], needs: [F.FEAT_LRCPC2]),
        Line(F.FEAT_LOR, On, "Limited ordering regions", [Mmfr1(16, 1)]),
        Line(F.FEAT_LS64, Absent, "64-byte loads and stores", [Isar1(60, 1)]),
        Line(F.FEAT_LS64_V, Absent, "64-byte stores with status", [Isar1(60, 2)], needs: [F.FEAT_LS64]),
        Line(F.FEAT_LS64_ACCDATA, Absent, "64-byte stores with ACCDATA_EL1", [Isar1(60, 3)], needs: [F.FEAT_LS64_V]),
        Line(F.FEAT_MOPS, On, "Memory copy and set", [Isar2(16, 1)]),
        Line(F.FEAT_DPB, On, "DC CVAP", [Isar1(0, 1)]),
        Line(F.FEAT_DPB2, On, "DC CVADP", [Isar1(0, 2)], needs: [F.FEAT_DPB]),
        Line(F.FEAT_DGH, On, "Data gathering hint", [Isar1(48, 1)]),
        Line(F.FEAT_PRFMSLC, Absent, "Prefetch into the system level cache", [Isar2(40, 1)]),
        Line(F.FEAT_CMOW, Absent, "Write permission for cache maintenance", [Mmfr1(56, 1)], needs: [F.FEAT_HCX]),
        Line(F.FEAT_FlagM, On, "Flag manipulation", [Isar0(52, 1)]),
        Line(F.FEAT_FlagM2, On, "Flag conversion", [Isar0(52, 2)], needs: [F.FEAT_FlagM]),
        Line(F.FEAT_DIT, On, "Data-independent timing", [Pfr0(48, 1)]),
        Line(F.FEAT_SB, On, "Speculation barrier", [Isar1(36, 1)]),
        Line(F.FEAT_SPECRES, On, "Prediction restriction by context", [Isar1(40, 1)]),
        Line(F.FEAT_SPECRES2, Absent, "COSP RCTX", [Isar1(40, 2)], needs: [F.FEAT_SPECRES]),
        Line(F.FEAT_SSBS, On, "Speculative store bypass safe", [Pfr1(4, 1)]),
        Line(F.FEAT_SSBS2, On, "PSTATE.SSBS by MRS and MSR", [Pfr1(4, 2)], needs: [F.FEAT_SSBS]),
        Line(F.FEAT_CSV2, On, "Branch prediction safe between contexts", [Pfr0(56, 1)]),
        Line(F.FEAT_CSV2_2, On, "Contexts by SCXTNUM_ELx", [Pfr0(56, 2)], needs: [F.FEAT_CSV2]),
        Line(F.FEAT_CSV2_3, On, "Branch history of contexts", [Pfr0(56, 3)], needs: [F.FEAT_CSV2_2]),
        Line(F.FEAT_CSV3, On, "No disclosure by speculative faulting loads", [Pfr0(60, 1)]),
        Line(F.FEAT_ECBHB, On, "Branch history safe across exceptions", [Mmfr1(60, 1)]),
        Line(F.FEAT_CLRBHB, Absent, "Clear branch history", [Isar2(28, 1)]),
        Line(F.FEAT_BTI, On, "Branch target identification", [Pfr1(0, 1)]),
        Line(F.FEAT_RNG, On, "Random numbers", [Isar0(60, 1)]),
        Line(F.FEAT_RNG_TRAP, On, "Random numbers can be trapped to EL3", [Pfr1(28, 1)]),
        Line(F.FEAT_WFxT, On, "WFE and WFI with timeout", [Isar2(0, 2)]),
        Line(F.FEAT_XS, On, "XS attribute, nXS maintenance", [Isar1(56, 1)], needs: [F.FEAT_HCX]),
        Line(F.FEAT_HBC, On, "Hinted conditional branches", [Isar2(20, 1)]),
        Line(F.FEAT_CSSC, On, "Common short sequence compression", [Isar2(52, 1)]),
        Line(F.FEAT_CHK, Absent, "Check feature status", []),
    ];

    private static FeatureInfo[] Authentication() =>
    [
        Line(F.FEAT_PAuth, On, "Pointer authentication", Pac(1)) with { NeedsOneOf = [F.FEAT_PACQARMA5, F.FEAT_PACQARMA3, F.FEAT_PACIMP] },
        Line(F.FEAT_EPAC, Off, "Enhanced pointer authentication", Pac(2), needs: [F.FEAT_PAuth], excludes: [F.FEAT_PAuth2]),
        Line(F.FEAT_PAuth2, On, "PAC folded in by exclusive OR", Pac(3), needs: [F.FEAT_PAuth], excludes: [F.FEAT_EPAC]),
        Line(F.FEAT_FPAC, On, "AUT faults", Pac(4), needs: [F.FEAT_PAuth2]),
        Line(F.FEAT_FPACCOMBINE, On, "Combined authentication faults", Pac(5), needs: [F.FEAT_FPAC]),
        Line(F.FEAT_PACQARMA5, On, "PAC by QARMA5", [Isar1(24, 1)], needs: [F.FEAT_PAuth], excludes: [F.FEAT_PACQARMA3, F.FEAT_PACIMP]),
        Line(F.FEAT_PACQARMA3, Off, "PAC by QARMA3", [Isar2(8, 1)], needs: [F.FEAT_PAuth], excludes: [F.FEAT_PACQARMA5, F.FEAT_PACIMP]),
        Line(F.FEAT_PACIMP, Off, "PAC by a fast algorithm of CcaEmu", [Isar1(28, 1)],
            needs: [F.FEAT_PAuth], excludes: [F.FEAT_PACQARMA5, F.FEAT_PACQARMA3]),
        Line(F.FEAT_CONSTPACFIELD, Absent, "PAC field by bit 55 alone", [Isar2(24, 1)], needs: [F.FEAT_PAuth2]),
    ];

    private static FeatureInfo[] Memory() =>
    [
        Line(F.FEAT_UAO, On, "User access override", [Mmfr2(4, 1)]),
        Line(F.FEAT_PAN, On, "Privileged access never", [Mmfr1(20, 1)]),
        Line(F.FEAT_PAN2, On, "AT S1E1RP and S1E1WP", [Mmfr1(20, 2)], needs: [F.FEAT_PAN]),
        Line(F.FEAT_PAN3, On, "PAN of execute-only pages", [Mmfr1(20, 3)], needs: [F.FEAT_PAN2]),
        Line(F.FEAT_VHE, On, "Virtualization host extensions", [Mmfr1(8, 1)], needs: [F.FEAT_LSE, F.FEAT_Debugv8p1]),
        Line(F.FEAT_E0PD, On, "EL0 kept out of a half of the address space", [Mmfr2(60, 1)], needs: [F.FEAT_CSV3]),
        Line(F.FEAT_S2FWB, On, "Stage 2 forced write-back", [Mmfr2(40, 1)]),
        Line(F.FEAT_TTST, On, "Small translation tables", [Mmfr2(28, 1)]),
        Line(F.FEAT_TTCNP, On, "Common not private", [Mmfr2(0, 1)]),
        Line(F.FEAT_TTL, On, "Level hint of TLB maintenance", [Mmfr2(48, 1)]),
        Line(F.FEAT_ASID16, On, "16-bit ASIDs", [Mmfr0(4, 2)]),
        Line(F.FEAT_VMID16, On, "16-bit VMIDs", [Mmfr1(4, 2)]),
        Line(F.FEAT_HAFDBS, On, "Hardware access flag and dirty state", [Mmfr1(0, 2)]),
        Line(F.FEAT_HAFT, Absent, "Hardware access flag of tables", [Mmfr1(0, 3)], needs: [F.FEAT_HAFDBS, F.FEAT_TCR2]),
        Line(F.FEAT_HPDS, On, "Hierarchical permissions can be disabled", [Mmfr1(12, 1)]),
        Line(F.FEAT_HPDS2, Absent, "Page-based hardware attributes", [Mmfr1(12, 2)], needs: [F.FEAT_HPDS]),
        Line(F.FEAT_XNX, On, "Stage 2 execute-never per level", [Mmfr1(28, 1)]),
        Line(F.FEAT_BBML1, On, "Block size change without break, level 1", [Mmfr2(52, 1)]),
        Line(F.FEAT_BBML2, On, "Block size change without break, level 2", [Mmfr2(52, 2)], needs: [F.FEAT_BBML1]),
        Line(F.FEAT_nTLBPA, On, "No intermediate caching by physical address", [Mmfr1(48, 1)]),
        Line(F.FEAT_TLBIOS, On, "TLB maintenance, Outer Shareable", [Isar0(56, 1)]),
        Line(F.FEAT_TLBIRANGE, On, "TLB maintenance by range", [Isar0(56, 2)], needs: [F.FEAT_TLBIOS]),
        Line(F.FEAT_ETS2, On, "Enhanced translation synchronization", [Mmfr1(36, 2)]),
        Line(F.FEAT_ETS3, Absent, "Enhanced translation synchronization, version 3", [Mmfr1(36, 3)], needs: [F.FEAT_ETS2]),
        Line(F.FEAT_LVA, Off, "52-bit virtual addresses", [Mmfr2(16, 1)]),
        Line(F.FEAT_LPA, Off, "52-bit physical addresses", [Mmfr0(0, 6)]),
        Line(F.FEAT_LPA2, Off, "52-bit addresses with 4 KiB and 16 KiB granules",
            [Mmfr0(28, 1), Mmfr0(20, 2), Mmfr0(40, 3), Mmfr0(32, 3)], needs: [F.FEAT_LVA, F.FEAT_LPA]),
        Line(F.FEAT_CCIDX, Absent, "Wide CCSIDR_EL1", [Mmfr2(20, 1)]),
        Line(F.FEAT_TCR2, Off, "TCR2_ELx", [Mmfr3(0, 1)], needs: [F.FEAT_HCX]),
        Line(F.FEAT_SCTLR2, Off, "SCTLR2_ELx", [Mmfr3(4, 1)], needs: [F.FEAT_HCX]),
        Line(F.FEAT_RME, Always, "Realm management", [Pfr0(52, 1)], needs: [F.FEAT_RNG]),
        Line(F.FEAT_RME_GPC2, Off, "Granule protection check, version 2", [Pfr0(52, 2)], needs: [F.FEAT_RME]),
        Line(F.FEAT_MEC, Off, "Memory encryption contexts", [Mmfr3(28, 1)], needs: [F.FEAT_RME, F.FEAT_SCTLR2, F.FEAT_TCR2]),
    ];

    private static FeatureInfo[] System() =>
    [
        Line(F.FEAT_FGT, On, "Fine-grained traps", [Mmfr0(56, 1)]),
        Line(F.FEAT_FGT2, On, "Fine-grained traps, second set", [Mmfr0(56, 2)], needs: [F.FEAT_FGT]),
        Line(F.FEAT_HCX, On, "HCRX_EL2", [Mmfr1(40, 1)]),
        Line(F.FEAT_ECV, On, "Enhanced counter virtualization", [Mmfr0(60, 1)]),
        Line(F.FEAT_ECV_POFF, On, "Physical counter offset", [Mmfr0(60, 2)], needs: [F.FEAT_ECV]),
        Line(F.FEAT_EVT, On, "Enhanced virtualization traps", [Mmfr2(56, 2)]),
        Line(F.FEAT_TWED, Absent, "Delayed trapping of WFE", [Mmfr1(32, 1)]),
        Line(F.FEAT_TIDCP1, On, "Traps of EL0's IMPLEMENTATION DEFINED space", [Mmfr1(52, 1)]),
        Line(F.FEAT_IDST, On, "ID space accesses of EL0 are reported as traps", [Mmfr2(36, 1)]),
        Line(F.FEAT_SEL2, Always, "Secure EL2", [Pfr0(36, 1)], needs: [F.FEAT_TTST, F.FEAT_Debugv8p4]),
        Line(F.FEAT_NV, Absent, "Nested virtualization", [Mmfr2(24, 1)]),
        Line(F.FEAT_NV2, Absent, "Nested virtualization, version 2", [Mmfr2(24, 2)], needs: [F.FEAT_NV]),
        Line(F.FEAT_RAS, On, "Reliability, availability, serviceability", [Pfr0(28, 1)]),
        Line(F.FEAT_RASv1p1, On, "RAS, version 1.1", [Pfr0(28, 2)], needs: [F.FEAT_RAS, F.FEAT_DoubleFault]),
        Line(F.FEAT_IESB, On, "Implicit error synchronization", [Mmfr2(12, 1)], needs: [F.FEAT_RAS]),
        Line(F.FEAT_DoubleFault, On, "Double faults", [Pfr0(28, 2)], needs: [F.FEAT_RASv1p1]),
        Line(F.FEAT_DoubleFault2, Absent, "Double faults, version 2", [Pfr1(56, 1)], needs: [F.FEAT_DoubleFault, F.FEAT_SCTLR2]),
        Line(F.FEAT_ExS, Absent, "Exceptions that need not synchronize", [Mmfr0(44, 1)]),
        Line(F.FEAT_NMI, Absent, "Non-maskable interrupts", [Pfr1(36, 1)]),
        Line(F.FEAT_Debugv8p1, On, "Debug, Armv8.1", [Dfr0(0, 7)]),
        Line(F.FEAT_Debugv8p2, On, "Debug, Armv8.2", [Dfr0(0, 8)], needs: [F.FEAT_Debugv8p1]),
        Line(F.FEAT_Debugv8p4, On, "Debug, Armv8.4", [Dfr0(0, 9)], needs: [F.FEAT_Debugv8p2]),
        Line(F.FEAT_Debugv8p8, On, "Debug, Armv8.8", [Dfr0(0, 10)], needs: [F.FEAT_Debugv8p4]),
        Line(F.FEAT_Debugv8p9, Absent, "Debug, Armv8.9", [Dfr0(0, 11)], needs: [F.FEAT_Debugv8p8, F.FEAT_FGT2]),
        Line(F.FEAT_DoubleLock, Absent, "OS double lock", [Dfr0(36, 0)]),
        Line(F.FEAT_PMUv3, On, "Performance monitors", [Dfr0(8, 1)], needs: [F.FEAT_PMUv3p7]),
        Line(F.FEAT_PMUv3p1, On, "Performance monitors, Armv8.1", [Dfr0(8, 4)], needs: [F.FEAT_PMUv3]),
        Line(F.FEAT_PMUv3p4, On, "Performance monitors, Armv8.4", [Dfr0(8, 5)], needs: [F.FEAT_PMUv3p1]),
        Line(F.FEAT_PMUv3p5, On, "Performance monitors, Armv8.5", [Dfr0(8, 6)], needs: [F.FEAT_PMUv3p4]),
        Line(F.FEAT_PMUv3p7, On, "Performance monitors, Armv8.7", [Dfr0(8, 7)], needs: [F.FEAT_PMUv3p5]),
        Line(F.FEAT_HPMN0, Absent, "MDCR_EL2.HPMN may be zero", [Dfr0(60, 1)], needs: [F.FEAT_PMUv3, F.FEAT_FGT]),
        Line(F.FEAT_TRF, Off, "Self-hosted trace", [Dfr0(40, 1)]),
        Line(F.FEAT_SPE, Off, "Statistical profiling", [Dfr0(32, 1)], needs: [F.FEAT_SPEv1p2]),
        Line(F.FEAT_SPEv1p1, Off, "Statistical profiling, version 1.1", [Dfr0(32, 2)], needs: [F.FEAT_SPE]),
        Line(F.FEAT_SPEv1p2, Off, "Statistical profiling, version 1.2", [Dfr0(32, 3)], needs: [F.FEAT_SPEv1p1]),
        Line(F.FEAT_AMUv1, On, "Activity monitors", [Pfr0(44, 1)]),
        Line(F.FEAT_AMUv1p1, On, "Activity monitors, version 1.1", [Pfr0(44, 2)], needs: [F.FEAT_AMUv1]),
        Line(F.FEAT_GICv3, On, "GIC CPU interface", [Pfr0(24, 1)]),
    ];

    // The fields of Base: AArch64 alone at four levels, six breakpoints, four watchpoints, 48-bit physical addresses, three granules; and
    // 0b1111 where the absence of FP, AdvSIMD and OS double lock is said so.
    private static FeatureInfo[] Others() =>
    [
        Line(F.Base, Always, "What every PE has",
        [
            Pfr0(0, 1), Pfr0(4, 1), Pfr0(8, 1), Pfr0(12, 1), Pfr0(16, 15), Pfr0(20, 15), Dfr0(0, 6), Dfr0(12, 5), Dfr0(20, 3), Dfr0(36, 15),
            Mmfr0(0, 5), Mmfr0(20, 1),
        ]),
        Line(F.FEAT_SVE, Absent, "Scalable vectors", []),
        Line(F.FEAT_SME, Absent, "Scalable matrices", []),
        Line(F.FEAT_MTE2, Absent, "Memory tagging", []),
        Line(F.FEAT_MPAM, Absent, "Memory partitioning and monitoring", []),
        Line(F.FEAT_BRBE, Absent, "Branch record buffer", []),
        Line(F.FEAT_TRBE, Absent, "Trace buffer", []),
        Line(F.FEAT_GCS, Absent, "Guarded control stack", []),
        Line(F.FEAT_THE, Absent, "Translation hardening", []),
        Line(F.FEAT_D128, Absent, "128-bit descriptors", []),
        Line(F.FEAT_S1PIE, Absent, "Stage 1 permission indirection", []),
        Line(F.FEAT_S1POE, Absent, "Stage 1 permission overlay", []),
        Line(F.FEAT_S2PIE, Absent, "Stage 2 permission indirection", []),
        Line(F.FEAT_FPMR, Absent, "Floating-point mode register", []),
        Line(F.FEAT_PFAR, Absent, "Physical fault address registers", []),
    ];

    private static FeatureInfo Line(
        F feature, FeatureStanding standing, string title, IdField[] gives, F[]? needs = null, F[]? excludes = null) =>
        new(feature, standing, title, gives) { Needs = needs ?? [], Excludes = excludes ?? [] };

    // How far authentication goes is told in the field of the algorithm in use.
    private static IdField[] Pac(ulong level) =>
    [
        new(ID_AA64ISAR1_EL1, 4, level, F.FEAT_PACQARMA5), new(ID_AA64ISAR1_EL1, 8, level, F.FEAT_PACIMP),
        new(ID_AA64ISAR2_EL1, 12, level, F.FEAT_PACQARMA3),
    ];

    private static IdField Pfr0(int lsb, ulong value) => new(ID_AA64PFR0_EL1, lsb, value);

    private static IdField Pfr1(int lsb, ulong value) => new(ID_AA64PFR1_EL1, lsb, value);

    private static IdField Dfr0(int lsb, ulong value) => new(ID_AA64DFR0_EL1, lsb, value);

    private static IdField Isar0(int lsb, ulong value) => new(ID_AA64ISAR0_EL1, lsb, value);

    private static IdField Isar1(int lsb, ulong value) => new(ID_AA64ISAR1_EL1, lsb, value);

    private static IdField Isar2(int lsb, ulong value) => new(ID_AA64ISAR2_EL1, lsb, value);

    private static IdField Mmfr0(int lsb, ulong value) => new(ID_AA64MMFR0_EL1, lsb, value);

    private static IdField Mmfr1(int lsb, ulong value) => new(ID_AA64MMFR1_EL1, lsb, value);

    private static IdField Mmfr2(int lsb, ulong value) => new(ID_AA64MMFR2_EL1, lsb, value);

    private static IdField Mmfr3(int lsb, ulong value) => new(ID_AA64MMFR3_EL1, lsb, value);
}
