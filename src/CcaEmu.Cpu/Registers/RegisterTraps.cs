using CcaEmu.Arm.Registers;
using static CcaEmu.Cpu.TrapRules;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which traps each system register obeys, in the order in which they are tested.</summary>
/// <remarks>Arm ARM, D24.2, "Accessing" part of each register; only traps of implemented features.</remarks>
internal static class RegisterTraps
{
    private static readonly TrapRule[][] ByRegister = Index();

    /// <summary>The traps of a register; none for most.</summary>
    public static TrapRule[] Of(R register) => ByRegister[(int)register];

    private static TrapRule[] RulesOf(SystemRegisterInfo info) => info.Register switch
    {
        R.CTR_EL0 => [UCT, TID2],
        R.CCSIDR_EL1 or R.CLIDR_EL1 or R.CSSELR_EL1 => [TID2],
        R.REVIDR_EL1 or R.AIDR_EL1 => [TID1],
        >= R.ID_PFR0_EL1 and <= R.ID_AA64MMFR4_EL1 => [TID3],
        R.SCTLR_EL1 or R.TTBR0_EL1 or R.TTBR1_EL1 or R.TCR_EL1 or R.ESR_EL1 or R.FAR_EL1 or R.AFSR0_EL1 or R.AFSR1_EL1
            or R.MAIR_EL1 or R.AMAIR_EL1 or R.CONTEXTIDR_EL1 => [TVM, TRVM],
        R.ACTLR_EL1 => [TACR],
        R.CPACR_EL1 => [TCPAC, TCPAC_EL3],
        R.CPTR_EL2 => [TCPAC_EL3],
        R.DAIF => [UMA],
        >= R.APIAKeyLo_EL1 and <= R.APGAKeyHi_EL1 => [APK, APK_EL3],
        R.CNTFRQ_EL0 => [EL0AnyCTEN],
        R.CNTPCT_EL0 => [EL0PCTEN, EL1PCTEN],
        R.CNTVCT_EL0 => [EL0VCTEN],
        R.CNTP_CTL_EL0 or R.CNTP_CVAL_EL0 or R.CNTP_TVAL_EL0 => [EL0PTEN, EL1PCEN],
        R.CNTV_CTL_EL0 or R.CNTV_CVAL_EL0 or R.CNTV_TVAL_EL0 => [EL0VTEN],
        R.CNTPS_CTL_EL1 or R.CNTPS_CVAL_EL1 or R.CNTPS_TVAL_EL1 => [ST],
        R.MDCCSR_EL0 or R.DBGDTR_EL0 or R.DBGDTRRX_EL0 => [TDCC, TDA, TDA_EL3],
        R.OSLAR_EL1 or R.OSLSR_EL1 or R.OSDLR_EL1 or R.DBGPRCR_EL1 => [TDOSA, TDOSA_EL3],
        R.MDRAR_EL1 => [TDRA, TDA_EL3],
        R.MDCR_EL2 => [TDA_EL3],
        _ when info.Encoding.Op0 == 2 => [TDA, TDA_EL3],
        _ => [],
    };

    private static TrapRule[][] Index()
    {
        var index = new TrapRule[SystemRegisterTable.Count][];
        Array.Fill(index, []);
        foreach (SystemRegisterInfo info in SystemRegisterTable.All)
            index[(int)info.Register] = RulesOf(info);
        return index;
    }
}
