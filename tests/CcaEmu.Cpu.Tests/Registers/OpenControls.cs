using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>Control registers that leave open what a control can leave open: nothing but privilege stops an instruction.</summary>
internal static class OpenControls
{
    private const ulong El0Controls = SCTLR_ELx.UCT | SCTLR_ELx.UCI | SCTLR_ELx.DZE | SCTLR_ELx.nTWI | SCTLR_ELx.nTWE | SCTLR_ELx.EnRCTX | SCTLR_ELx.MSCEn;

    private const ulong Keys = SCTLR_ELx.EnIA | SCTLR_ELx.EnIB | SCTLR_ELx.EnDA | SCTLR_ELx.EnDB;

    /// <summary>Each control register and its value, in an order in which EL3 can write them: E2H decides how others are read.</summary>
    public static (R Register, ulong Value)[] Values(SecurityState state, bool e2h, bool tge) =>
    [
        (R.SCR_EL3, SCR_EL3.HCE | SCR_EL3.RW | SCR_EL3.ST | SCR_EL3.APK | SCR_EL3.API | SCR_EL3.FGTEn | SCR_EL3.FGTEn2 | SCR_EL3.ECVEn | SCR_EL3.HXEn
            | SCR_EL3.EnSCXT | SCR_EL3.FIEN | SCR_EL3.AMVOFFEN | SCR_EL3.SCTLR2En | SCR_EL3.TCR2En | SCR_EL3.MECEn
            | (state == SecurityState.Secure ? 0 : SCR_EL3.NS) | (state == SecurityState.Realm ? SCR_EL3.NSE : 0)),
        (R.HCR_EL2, HCR_EL2.RW | HCR_EL2.APK | HCR_EL2.API | HCR_EL2.FIEN | HCR_EL2.EnSCXT | (e2h ? HCR_EL2.E2H : 0) | (tge ? HCR_EL2.TGE : 0)),
        (R.HCRX_EL2, HCRX_EL2.MSCEn | HCRX_EL2.SCTLR2En | HCRX_EL2.TCR2En),
        (R.SCTLR_EL1, El0Controls | SCTLR_ELx.UMA | Keys),
        (R.SCTLR_EL2, (e2h ? El0Controls : 0) | Keys),
        (R.SCTLR_EL3, Keys),
        (R.CPACR_EL1, 3UL << 20),
        (R.CPTR_EL2, e2h ? 3UL << 20 : 0x33FF & ~CPTR_EL2.TFP),
        (R.CPTR_EL3, 0),
        (R.CNTKCTL_EL1, 0x303),
        (R.CNTHCTL_EL2, e2h ? 0xF03UL : 3),
        (R.MDCR_EL2, (ulong)PeFeatures.EventCounters | 3UL << 12),
        (R.MDCR_EL3, 1UL << 12 | (state == SecurityState.Secure ? 0 : 1UL << 13) | (state == SecurityState.Realm ? 1UL << 11 : 0)),
        (R.MDSCR_EL1, 0),
        (R.PMUSERENR_EL0, 0xF),
        (R.PMSELR_EL0, 0),
        (R.AMUSERENR_EL0, 1),
        (R.HFGRTR_EL2, 0),
        (R.HFGWTR_EL2, 0),
        (R.HFGITR_EL2, 0),
        (R.HDFGRTR_EL2, 0),
        (R.HDFGWTR_EL2, 0),
        (R.HAFGRTR_EL2, 0),
    ];
}
