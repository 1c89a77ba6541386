using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using static CcaEmu.Cpu.HostCondition;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The traps of the control registers, by the name of the control bit. Which register obeys which is in <see cref="RegisterTraps"/>.</summary>
/// <remarks>
/// Arm ARM, D1.4.6 "Configurable instruction controls" and D24.2 "Accessing" parts. A name ending in _EL2 or _EL3 tells the control of a
/// higher level from one of the same name below; _Host is EL0's control in a host, which stands in an EL2 register.
/// </remarks>
internal static class TrapRules
{
    // SCTLR_EL1 for EL0, and SCTLR_EL2 for EL0 of a host.
    public static readonly TrapRule UCT = EnableAtEl0(SCTLR_ELx.UCT), UCT_Host = EnableInHost(SCTLR_ELx.UCT);
    public static readonly TrapRule UCI = EnableAtEl0(SCTLR_ELx.UCI), UCI_Host = EnableInHost(SCTLR_ELx.UCI);
    public static readonly TrapRule DZE = EnableAtEl0(SCTLR_ELx.DZE), DZE_Host = EnableInHost(SCTLR_ELx.DZE);
    public static readonly TrapRule EnRCTX = EnableAtEl0(SCTLR_ELx.EnRCTX), EnRCTX_Host = EnableInHost(SCTLR_ELx.EnRCTX);
    public static readonly TrapRule TSCXT = EnableAtEl0(SCTLR_ELx.TSCXT) with { WhenSet = true };
    public static readonly TrapRule TSCXT_Host = EnableInHost(SCTLR_ELx.TSCXT) with { WhenSet = true };
    public static readonly TrapRule TIDCP_EL0 = EnableAtEl0(SCTLR_ELx.TIDCP) with { WhenSet = true };
    public static readonly TrapRule TIDCP_Host = EnableInHost(SCTLR_ELx.TIDCP) with { WhenSet = true };
    public static readonly TrapRule UMA = EnableAtEl0(SCTLR_ELx.UMA);

    // SCTLR_EL2 has no UMA: EL0 of a host never reaches the masks.
    public static readonly TrapRule UMA_Host = new(Levels.EL0, true, true, R.HCR_EL2, HCR_EL2.TGE, true, ExceptionLevel.EL2, InHost);

    // The generic timer: CNTKCTL_EL1 for EL0, CNTHCTL_EL2 in its two layouts for EL0 and EL1.
    public static readonly TrapRule EL0PCTEN = TimerAtEl0(CNTKCTL_EL1.EL0PCTEN), EL0PCTEN_Host = TimerInHost(CNTHCTL_EL2.EL0PCTEN);
    public static readonly TrapRule EL0VCTEN = TimerAtEl0(CNTKCTL_EL1.EL0VCTEN), EL0VCTEN_Host = TimerInHost(CNTHCTL_EL2.EL0VCTEN);
    public static readonly TrapRule EL0AnyCTEN = TimerAtEl0(CNTKCTL_EL1.EL0PCTEN | CNTKCTL_EL1.EL0VCTEN);
    public static readonly TrapRule EL0AnyCTEN_Host = TimerInHost(CNTHCTL_EL2.EL0PCTEN | CNTHCTL_EL2.EL0VCTEN);
    public static readonly TrapRule EL0PTEN = TimerAtEl0(CNTKCTL_EL1.EL0PTEN), EL0PTEN_Host = TimerInHost(CNTHCTL_EL2.EL0PTEN);
    public static readonly TrapRule EL0VTEN = TimerAtEl0(CNTKCTL_EL1.EL0VTEN), EL0VTEN_Host = TimerInHost(CNTHCTL_EL2.EL0VTEN);
    public static readonly TrapRule EL1PCTEN = TimerToEl2(CNTHCTL_EL2.EL1PCTEN, false, NotE2H);
    public static readonly TrapRule EL1PCTEN_E2H = TimerToEl2(CNTHCTL_EL2.EL1PCTEN_E2H, false, GuestOfE2H);
    public static readonly TrapRule EL1PCEN = TimerToEl2(CNTHCTL_EL2.EL1PCEN, false, NotE2H);
    public static readonly TrapRule EL1PTEN_E2H = TimerToEl2(CNTHCTL_EL2.EL1PTEN_E2H, false, GuestOfE2H);
    public static readonly TrapRule EL1TVT = TimerToEl2(CNTHCTL_EL2.EL1TVT, true, NotInHost);
    public static readonly TrapRule EL1TVCT = TimerToEl2(CNTHCTL_EL2.EL1TVCT, true, NotInHost);
    public static readonly TrapRule ST = ToEl3(R.SCR_EL3, SCR_EL3.ST, Levels.EL1) with { WhenSet = false };
    public static readonly TrapRule ECVEn = ToEl3(R.SCR_EL3, SCR_EL3.ECVEn, Levels.EL2) with { WhenSet = false };

    // HCR_EL2, and SCR_EL3 where it has a control for the same registers.
    public static readonly TrapRule TID1 = ToEl2(HCR_EL2.TID1, Levels.EL1);
    public static readonly TrapRule TID2 = ToEl2(HCR_EL2.TID2, Levels.EL1And0);
    public static readonly TrapRule TID3 = ToEl2(HCR_EL2.TID3, Levels.EL1);
    public static readonly TrapRule TID4 = ToEl2(HCR_EL2.TID4, Levels.EL1);
    public static readonly TrapRule TACR = ToEl2(HCR_EL2.TACR, Levels.EL1);
    public static readonly TrapRule TIDCP = ToEl2(HCR_EL2.TIDCP, Levels.EL1);
    public static readonly TrapRule TVM = ToEl2(HCR_EL2.TVM, Levels.EL1) with { Reads = false };
    public static readonly TrapRule TRVM = ToEl2(HCR_EL2.TRVM, Levels.EL1) with { Writes = false };
    public static readonly TrapRule TSW = ToEl2(HCR_EL2.TSW, Levels.EL1);
    public static readonly TrapRule TPCP = ToEl2(HCR_EL2.TPCP, Levels.EL1And0);
    public static readonly TrapRule TPU = ToEl2(HCR_EL2.TPU, Levels.EL1And0);
    public static readonly TrapRule TOCU = ToEl2(HCR_EL2.TOCU, Levels.EL1And0);
    public static readonly TrapRule TICAB = ToEl2(HCR_EL2.TICAB, Levels.EL1);
    public static readonly TrapRule TDZ = ToEl2(HCR_EL2.TDZ, Levels.EL1And0);
    public static readonly TrapRule TTLB = ToEl2(HCR_EL2.TTLB, Levels.EL1);
    public static readonly TrapRule TTLBIS = ToEl2(HCR_EL2.TTLBIS, Levels.EL1);
    public static readonly TrapRule TTLBOS = ToEl2(HCR_EL2.TTLBOS, Levels.EL1);
    public static readonly TrapRule APK = ToEl2(HCR_EL2.APK, Levels.EL1) with { WhenSet = false };
    public static readonly TrapRule APK_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.APK, Levels.EL2And1) with { WhenSet = false };
    public static readonly TrapRule TERR = ToEl2(HCR_EL2.TERR, Levels.EL1);
    public static readonly TrapRule TERR_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.TERR, Levels.EL2And1);
    public static readonly TrapRule FIEN = ToEl2(HCR_EL2.FIEN, Levels.EL1) with { WhenSet = false };
    public static readonly TrapRule FIEN_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.FIEN, Levels.EL2And1) with { WhenSet = false };
    public static readonly TrapRule TLOR = ToEl2(HCR_EL2.TLOR, Levels.EL1);
    public static readonly TrapRule TLOR_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.TLOR, Levels.EL2And1);
    public static readonly TrapRule EnSCXT = ToEl2(HCR_EL2.EnSCXT, Levels.EL1And0) with { WhenSet = false };
    public static readonly TrapRule EnSCXT_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.EnSCXT, Levels.BelowEL3) with { WhenSet = false };
    public static readonly TrapRule HXEn = ToEl3(R.SCR_EL3, SCR_EL3.HXEn, Levels.EL2) with { WhenSet = false };
    public static readonly TrapRule FGTEn = ToEl3(R.SCR_EL3, SCR_EL3.FGTEn, Levels.EL2) with { WhenSet = false };
    public static readonly TrapRule FGTEn2 = ToEl3(R.SCR_EL3, SCR_EL3.FGTEn2, Levels.EL2) with { WhenSet = false };
    public static readonly TrapRule AMVOFFEN = ToEl3(R.SCR_EL3, SCR_EL3.AMVOFFEN, Levels.EL2) with { WhenSet = false };
    public static readonly TrapRule NoHCRX = new(Levels.EL1, true, true, R.SCR_EL3, SCR_EL3.HXEn, false, ExceptionLevel.EL2);
    public static readonly TrapRule SCTLR2En = new(Levels.EL1, true, true, R.HCRX_EL2, HCRX_EL2.SCTLR2En, false, ExceptionLevel.EL2);
    public static readonly TrapRule SCTLR2En_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.SCTLR2En, Levels.EL2And1) with { WhenSet = false };
    public static readonly TrapRule TCR2En = new(Levels.EL1, true, true, R.HCRX_EL2, HCRX_EL2.TCR2En, false, ExceptionLevel.EL2);
    public static readonly TrapRule TCR2En_EL3 = ToEl3(R.SCR_EL3, SCR_EL3.TCR2En, Levels.EL2And1) with { WhenSet = false };
    public static readonly TrapRule MECEn = ToEl3(R.SCR_EL3, SCR_EL3.MECEn, Levels.EL2) with { WhenSet = false };
    public static readonly TrapRule TRNDR = ToEl3(R.SCR_EL3, SCR_EL3.TRNDR, Levels.BelowEL3 | Levels.EL3);

    // ICH_HCR_EL2. Software generated interrupts have no virtual registers: where EL1's interrupts are virtual, EL2 makes them.
    public static readonly TrapRule TC = VirtualInterface(ICH_HCR_EL2.TC);
    public static readonly TrapRule TALL0 = VirtualInterface(ICH_HCR_EL2.TALL0);
    public static readonly TrapRule TALL1 = VirtualInterface(ICH_HCR_EL2.TALL1);
    public static readonly TrapRule TDIR = VirtualInterface(ICH_HCR_EL2.TDIR);
    public static readonly TrapRule NoVirtualSgi = ToEl2(HCR_EL2.IMO | HCR_EL2.FMO, Levels.EL1);

    // CPTR_ELx.
    public static readonly TrapRule TCPAC = new(Levels.EL1, true, true, R.CPTR_EL2, CPTR_EL2.TCPAC, true, ExceptionLevel.EL2);
    public static readonly TrapRule TCPAC_EL3 = ToEl3(R.CPTR_EL3, CPTR_EL3.TCPAC, Levels.EL2And1);
    public static readonly TrapRule TAM = new(Levels.EL1And0, true, true, R.CPTR_EL2, CPTR_EL2.TAM, true, ExceptionLevel.EL2);
    public static readonly TrapRule TAM_EL3 = ToEl3(R.CPTR_EL3, CPTR_EL3.TAM, Levels.BelowEL3);
    public static readonly TrapRule AMUEN = new(Levels.EL0, true, true, R.AMUSERENR_EL0, 1, false, ExceptionLevel.EL1);

    // Debug, trace, profiling. MDCR_EL2.TDE makes the other debug traps of EL2 count as set; HCR_EL2.TGE does so for EL0.
    public static readonly TrapRule TDCC = new(Levels.EL0, true, true, R.MDSCR_EL1, MDSCR_EL1.TDCC, true, ExceptionLevel.EL1);
    public static readonly TrapRule TDCC_EL2 = DebugToEl2(MDCR_EL2.TDCC, Levels.EL1And0);
    public static readonly TrapRule TDCC_EL3 = ToEl3(R.MDCR_EL3, MDCR_EL3.TDCC, Levels.BelowEL3);
    public static readonly TrapRule TDA = DebugToEl2(MDCR_EL2.TDA | MDCR_EL2.TDE, Levels.EL1And0);
    public static readonly TrapRule TDA_TGE = ToEl2(HCR_EL2.TGE, Levels.EL0) with { Host = Any };
    public static readonly TrapRule TDA_EL3 = ToEl3(R.MDCR_EL3, MDCR_EL3.TDA, Levels.BelowEL3);
    public static readonly TrapRule TDOSA = DebugToEl2(MDCR_EL2.TDOSA | MDCR_EL2.TDE, Levels.EL1);
    public static readonly TrapRule TDOSA_EL3 = ToEl3(R.MDCR_EL3, MDCR_EL3.TDOSA, Levels.EL2And1);
    public static readonly TrapRule TDRA = DebugToEl2(MDCR_EL2.TDRA | MDCR_EL2.TDE, Levels.EL1);
    public static readonly TrapRule TTRF = DebugToEl2(MDCR_EL2.TTRF, Levels.EL1);
    public static readonly TrapRule TTRF_EL3 = ToEl3(R.MDCR_EL3, MDCR_EL3.TTRF, Levels.EL2And1);
    public static readonly TrapRule TPMS = DebugToEl2(MDCR_EL2.TPMS, Levels.EL1);
    public static readonly TrapRule E2PB = DebugToEl2(MDCR_EL2.E2PB.Mask & (1UL << MDCR_EL2.E2PB.Lsb), Levels.EL1) with { WhenSet = false };

    // MDCR_EL3.{NSPBE, NSPB} is a choice of one of several states, not a bit.
    public static readonly TrapRule NSPB = new(Levels.EL2And1, true, true, R.MDCR_EL3, 0, false, ExceptionLevel.EL3, NotOwnerOfProfiling);

    // Performance monitors: PMUSERENR_EL0 opens them to EL0, some also by a bit of their own.
    public static readonly TrapRule EN = UserEnable(PMUSERENR_EL0.EN);
    public static readonly TrapRule EN_SW = UserEnable(PMUSERENR_EL0.EN | PMUSERENR_EL0.SW);
    public static readonly TrapRule EN_ER = UserEnable(PMUSERENR_EL0.EN | PMUSERENR_EL0.ER);
    public static readonly TrapRule TPM = DebugToEl2(MDCR_EL2.TPM, Levels.EL1And0);
    public static readonly TrapRule TPMCR = DebugToEl2(MDCR_EL2.TPMCR, Levels.EL1And0);
    public static readonly TrapRule TPM_EL3 = ToEl3(R.MDCR_EL3, MDCR_EL3.TPM, Levels.BelowEL3);

    // Instructions that are not system instructions, but have bits in HFGITR_EL2.
    public static readonly TrapRule FGT_ERET = FineGrained(R.HFGITR_EL2, 51, true, true, Levels.EL1);
    public static readonly TrapRule FGT_SVC_EL0 = FineGrained(R.HFGITR_EL2, 52, true, true, Levels.EL0);
    public static readonly TrapRule FGT_SVC_EL1 = FineGrained(R.HFGITR_EL2, 53, true, true, Levels.EL1);

    /// <summary>The traps of numbers set aside for IMPLEMENTATION DEFINED use.</summary>
    public static readonly TrapRule[] ImplementationDefined = [TIDCP_EL0, TIDCP_Host, TIDCP];

    /// <summary>Reads opened to EL0 by EN or by a bit of their own, writes by EN alone.</summary>
    public static TrapRule[] ReadableByUser(ulong bit) => [UserEnable(PMUSERENR_EL0.EN | bit) with { Writes = false }, EN with { Reads = false }];

    /// <summary>A bit of a fine-grained trap register: it counts where SCR_EL3.FGTEn is 1, and not at EL0 of a host.</summary>
    public static TrapRule FineGrained(R control, int bit, bool reads, bool writes, Levels from = Levels.EL1And0) =>
        new(from, reads, writes, control, 1UL << bit, true, ExceptionLevel.EL2, NotInHost, SCR_EL3.FGTEn);

    private static TrapRule EnableAtEl0(ulong bit) => new(Levels.EL0, true, true, R.SCTLR_EL1, bit, false, ExceptionLevel.EL1, NotInHost);

    private static TrapRule EnableInHost(ulong bit) => new(Levels.EL0, true, true, R.SCTLR_EL2, bit, false, ExceptionLevel.EL2, InHost);

    private static TrapRule TimerAtEl0(ulong bits) => new(Levels.EL0, true, true, R.CNTKCTL_EL1, bits, false, ExceptionLevel.EL1, NotInHost);

    private static TrapRule TimerInHost(ulong bits) => new(Levels.EL0, true, true, R.CNTHCTL_EL2, bits, false, ExceptionLevel.EL2, InHost);

    private static TrapRule TimerToEl2(ulong bit, bool whenSet, HostCondition host) =>
        new(Levels.EL1And0, true, true, R.CNTHCTL_EL2, bit, whenSet, ExceptionLevel.EL2, host);

    private static TrapRule ToEl2(ulong bit, Levels from) => new(from, true, true, R.HCR_EL2, bit, true, ExceptionLevel.EL2, NotInHost);

    private static TrapRule ToEl3(R control, ulong bit, Levels from) => new(from, true, true, control, bit, true, ExceptionLevel.EL3);

    private static TrapRule VirtualInterface(ulong bit) => new(Levels.EL1, true, true, R.ICH_HCR_EL2, bit, true, ExceptionLevel.EL2);

    private static TrapRule DebugToEl2(ulong bits, Levels from) => new(from, true, true, R.MDCR_EL2, bits, true, ExceptionLevel.EL2);

    private static TrapRule UserEnable(ulong bits) => new(Levels.EL0, true, true, R.PMUSERENR_EL0, bits, false, ExceptionLevel.EL1);
}
