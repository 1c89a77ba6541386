using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using static CcaEmu.Cpu.TrapRules;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which traps each system register obeys, in the order in which they are tested.</summary>
/// <remarks>
/// Arm ARM, D24.2, "Accessing" part of each register. There the controls of EL1 are tested before those of EL2 and those before EL3's, for
/// every register, so that the lists here need no order: the traps of a level all have the same effect. The fine-grained traps come from
/// <see cref="FineGrainedTrapTable"/>.
/// </remarks>
internal static class RegisterTraps
{
    private static readonly TrapRule[][] ByRegister = Index();

    /// <summary>The traps of a register; none for most.</summary>
    public static TrapRule[] Of(R register) => ByRegister[(int)register];

    private static TrapRule[] RulesOf(SystemRegisterInfo info) => info.Register switch
    {
        R.CTR_EL0 => [UCT, UCT_Host, TID2],
        R.CCSIDR_EL1 or R.CLIDR_EL1 or R.CSSELR_EL1 => [TID2, TID4],
        R.REVIDR_EL1 or R.AIDR_EL1 => [TID1],
        >= R.ID_PFR0_EL1 and <= R.ID_AA64MMFR4_EL1 => [TID3],
        R.SCTLR_EL1 or R.TTBR0_EL1 or R.TTBR1_EL1 or R.TCR_EL1 or R.ESR_EL1 or R.FAR_EL1 or R.AFSR0_EL1 or R.AFSR1_EL1
            or R.MAIR_EL1 or R.AMAIR_EL1 or R.CONTEXTIDR_EL1 => [TVM, TRVM],
        R.ACTLR_EL1 => [TACR],
        R.CPACR_EL1 => [TCPAC, TCPAC_EL3],
        R.CPTR_EL2 => [TCPAC_EL3],
        R.HCRX_EL2 => [HXEn],
        R.SCTLR2_EL1 => [TVM, TRVM, NoHCRX, SCTLR2En, SCTLR2En_EL3],
        R.SCTLR2_EL2 => [SCTLR2En_EL3],
        R.TCR2_EL1 => [TVM, TRVM, NoHCRX, TCR2En, TCR2En_EL3],
        R.TCR2_EL2 => [TCR2En_EL3],
        >= R.MECID_P0_EL2 and <= R.VMECID_A_EL2 => [MECEn],
        >= R.HFGRTR_EL2 and <= R.HAFGRTR_EL2 => [FGTEn],
        >= R.HFGRTR2_EL2 and <= R.HDFGWTR2_EL2 => [FGTEn2],
        >= R.APIAKeyLo_EL1 and <= R.APGAKeyHi_EL1 => [APK, APK_EL3],
        R.ERXPFGF_EL1 or R.ERXPFGCTL_EL1 or R.ERXPFGCDN_EL1 => [TERR, TERR_EL3, FIEN, FIEN_EL3],
        R.ERRIDR_EL1 or (>= R.ERRSELR_EL1 and <= R.ERXMISC3_EL1) => [TERR, TERR_EL3],
        >= R.LORSA_EL1 and <= R.LORID_EL1 => [TLOR, TLOR_EL3],
        R.SCXTNUM_EL0 => [TSCXT, TSCXT_Host, EnSCXT, EnSCXT_EL3],
        R.SCXTNUM_EL1 => [EnSCXT, EnSCXT_EL3],
        R.SCXTNUM_EL2 => [EnSCXT_EL3],
        R.RNDR or R.RNDRRS => [TRNDR],
        R.DAIF => [UMA, UMA_Host],
        >= R.ICC_PMR_EL1 and <= R.ICC_IGRPEN1_EL1 => InterruptRulesOf(info.Register),
        _ when info.Encoding.Op0 == 2 => DebugRulesOf(info.Register),
        _ when info.Encoding.CRn == 14 && info.Register < R.PMCR_EL0 => TimerRulesOf(info.Register),
        _ => MonitorRulesOf(info.Register),
    };

    private static TrapRule[] TimerRulesOf(R register) => register switch
    {
        R.CNTFRQ_EL0 => [EL0AnyCTEN, EL0AnyCTEN_Host],
        R.CNTPCT_EL0 or R.CNTPCTSS_EL0 => [EL0PCTEN, EL0PCTEN_Host, EL1PCTEN, EL1PCTEN_E2H],
        R.CNTVCT_EL0 or R.CNTVCTSS_EL0 => [EL0VCTEN, EL0VCTEN_Host, EL1TVCT],
        R.CNTP_CTL_EL0 or R.CNTP_CVAL_EL0 or R.CNTP_TVAL_EL0 => [EL0PTEN, EL0PTEN_Host, EL1PCEN, EL1PTEN_E2H],
        R.CNTV_CTL_EL0 or R.CNTV_CVAL_EL0 or R.CNTV_TVAL_EL0 => [EL0VTEN, EL0VTEN_Host, EL1TVT],
        R.CNTPS_CTL_EL1 or R.CNTPS_CVAL_EL1 or R.CNTPS_TVAL_EL1 => [ST],
        R.CNTPOFF_EL2 => [ECVEn],
        _ => [],
    };

    private static TrapRule[] InterruptRulesOf(R register) => register switch
    {
        R.ICC_IAR0_EL1 or R.ICC_EOIR0_EL1 or R.ICC_HPPIR0_EL1 or R.ICC_BPR0_EL1 or R.ICC_AP0R0_EL1 or R.ICC_IGRPEN0_EL1 => [TALL0],
        R.ICC_IAR1_EL1 or R.ICC_EOIR1_EL1 or R.ICC_HPPIR1_EL1 or R.ICC_BPR1_EL1 or R.ICC_AP1R0_EL1 or R.ICC_IGRPEN1_EL1 => [TALL1],
        R.ICC_SGI1R_EL1 or R.ICC_ASGI1R_EL1 or R.ICC_SGI0R_EL1 => [TC, NoVirtualSgi],
        R.ICC_DIR_EL1 => [TC, TDIR],
        _ => [TC],
    };

    private static TrapRule[] DebugRulesOf(R register) => register switch
    {
        R.MDCCSR_EL0 or R.DBGDTR_EL0 or R.DBGDTRRX_EL0 => [TDCC, TDCC_EL2, TDCC_EL3, TDA, TDA_TGE, TDA_EL3],
        R.MDCCINT_EL1 or R.OSDTRRX_EL1 or R.OSDTRTX_EL1 => [TDCC_EL2, TDCC_EL3, TDA, TDA_EL3],
        R.OSLAR_EL1 or R.OSLSR_EL1 or R.OSDLR_EL1 or R.DBGPRCR_EL1 => [TDOSA, TDOSA_EL3],
        R.MDRAR_EL1 => [TDRA, TDA_EL3],
        _ => [TDA, TDA_EL3],
    };

    private static TrapRule[] MonitorRulesOf(R register) => register switch
    {
        R.MDCR_EL2 => [TDA_EL3],
        R.PMCR_EL0 => [EN, TPM, TPMCR, TPM_EL3],
        R.PMSWINC_EL0 => [EN_SW, TPM, TPM_EL3],
        R.PMSELR_EL0 => [EN_ER, TPM, TPM_EL3],
        R.PMCCNTR_EL0 => [.. ReadableByUser(PMUSERENR_EL0.CR), TPM, TPM_EL3],
        R.PMXEVCNTR_EL0 or (>= R.PMEVCNTR0_EL0 and <= R.PMEVCNTR30_EL0) => [.. ReadableByUser(PMUSERENR_EL0.ER), TPM, TPM_EL3],
        R.PMUSERENR_EL0 or R.PMMIR_EL1 or R.PMINTENSET_EL1 or R.PMINTENCLR_EL1 => [TPM, TPM_EL3],
        >= R.PMCR_EL0 and <= R.PMEVTYPER30_EL0 => [EN, TPM, TPM_EL3],
        R.AMUSERENR_EL0 => [TAM, TAM_EL3],
        >= R.AMEVCNTVOFF00_EL2 and <= R.AMEVCNTVOFF03_EL2 => [AMVOFFEN, TAM_EL3],
        >= R.AMCR_EL0 and <= R.AMEVTYPER03_EL0 => [AMUEN, TAM, TAM_EL3],
        R.TRFCR_EL1 => [TTRF, TTRF_EL3],
        R.TRFCR_EL2 => [TTRF_EL3],
        R.PMBLIMITR_EL1 or R.PMBPTR_EL1 or R.PMBSR_EL1 => [E2PB, NSPB],
        R.PMSCR_EL2 => [NSPB],
        >= R.PMSCR_EL1 and <= R.PMSIDR_EL1 => [TPMS, NSPB],
        _ => [],
    };

    private static TrapRule[][] Index()
    {
        ILookup<R, TrapRule> fineGrained = FineGrainedTrapTable.All
            .SelectMany(line => line.Registers.Select(register => (register, Rule: RuleOf(line))))
            .ToLookup(pair => pair.register, pair => pair.Rule);
        var index = new TrapRule[SystemRegisterTable.Count][];
        Array.Fill(index, []);
        foreach (SystemRegisterInfo info in SystemRegisterTable.All)
        {
            // An _EL12 name obeys at EL2 what the EL1 name does: the controls of EL3.
            SystemRegisterInfo named = info.AliasOf == R.None ? info : SystemRegisterTable.Get(info.AliasOf);
            index[(int)info.Register] = [.. RulesOf(named).Concat(fineGrained[named.Register]).OrderBy(rule => rule.Target)];
        }
        return index;
    }

    private static TrapRule RuleOf(FineGrainedTrap line)
    {
        bool writes = line.Control is R.HFGWTR_EL2 or R.HDFGWTR_EL2;
        return FineGrained(line.Control, line.Bit, !writes, writes);
    }
}
