using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>The traps of the control registers, by the name of the control bit. Which register obeys which is in <see cref="RegisterTraps"/>.</summary>
/// <remarks>Arm ARM, D1.4.6 "Configurable instruction controls" and D24.2 "Accessing" parts.</remarks>
internal static class TrapRules
{
    public static readonly TrapRule UCT = EnableAtEl0(SCTLR_ELx.UCT);
    public static readonly TrapRule UMA = EnableAtEl0(SCTLR_ELx.UMA);
    public static readonly TrapRule UCI = EnableAtEl0(SCTLR_ELx.UCI);
    public static readonly TrapRule DZE = EnableAtEl0(SCTLR_ELx.DZE);
    public static readonly TrapRule EL0PCTEN = TimerAtEl0(CNTKCTL_EL1.EL0PCTEN);
    public static readonly TrapRule EL0VCTEN = TimerAtEl0(CNTKCTL_EL1.EL0VCTEN);
    public static readonly TrapRule EL0AnyCTEN = TimerAtEl0(CNTKCTL_EL1.EL0PCTEN | CNTKCTL_EL1.EL0VCTEN);
    public static readonly TrapRule EL0PTEN = TimerAtEl0(CNTKCTL_EL1.EL0PTEN);
    public static readonly TrapRule EL0VTEN = TimerAtEl0(CNTKCTL_EL1.EL0VTEN);
    public static readonly TrapRule TDCC = new(Levels.EL0, true, true, SystemRegister.MDSCR_EL1, MDSCR_EL1.TDCC, true, ExceptionLevel.EL1);

    public static readonly TrapRule TID1 = ToEl2(HCR_EL2.TID1, Levels.EL1);
    public static readonly TrapRule TID2 = ToEl2(HCR_EL2.TID2, Levels.EL1And0);
    public static readonly TrapRule TID3 = ToEl2(HCR_EL2.TID3, Levels.EL1);
    public static readonly TrapRule TACR = ToEl2(HCR_EL2.TACR, Levels.EL1);
    public static readonly TrapRule TIDCP = ToEl2(HCR_EL2.TIDCP, Levels.EL1);
    public static readonly TrapRule TVM = ToEl2(HCR_EL2.TVM, Levels.EL1) with { Reads = false };
    public static readonly TrapRule TRVM = ToEl2(HCR_EL2.TRVM, Levels.EL1) with { Writes = false };
    public static readonly TrapRule TSW = ToEl2(HCR_EL2.TSW, Levels.EL1);
    public static readonly TrapRule TPCP = ToEl2(HCR_EL2.TPCP, Levels.EL1And0);
    public static readonly TrapRule TPU = ToEl2(HCR_EL2.TPU, Levels.EL1And0);
    public static readonly TrapRule TDZ = ToEl2(HCR_EL2.TDZ, Levels.EL1And0);
    public static readonly TrapRule TTLB = ToEl2(HCR_EL2.TTLB, Levels.EL1);
    public static readonly TrapRule EL1PCTEN = new(
        Levels.EL1And0, true, true, SystemRegister.CNTHCTL_EL2, CNTHCTL_EL2.EL1PCTEN, false, ExceptionLevel.EL2);

    public static readonly TrapRule EL1PCEN = new(
        Levels.EL1And0, true, true, SystemRegister.CNTHCTL_EL2, CNTHCTL_EL2.EL1PCEN, false, ExceptionLevel.EL2);

    public static readonly TrapRule TCPAC = new(
        Levels.EL1, true, true, SystemRegister.CPTR_EL2, CPTR_EL2.TCPAC, true, ExceptionLevel.EL2);

    public static readonly TrapRule TCPAC_EL3 = new(
        Levels.EL2And1, true, true, SystemRegister.CPTR_EL3, CPTR_EL3.TCPAC, true, ExceptionLevel.EL3);

    public static readonly TrapRule APK = ToEl2(HCR_EL2.APK, Levels.EL1) with { WhenSet = false };
    public static readonly TrapRule APK_EL3 = new(
        Levels.EL2And1, true, true, SystemRegister.SCR_EL3, SCR_EL3.APK, false, ExceptionLevel.EL3);

    // MDCR_EL2.TDE makes the other debug traps of EL2 count as set.
    public static readonly TrapRule TDA = DebugToEl2(MDCR_EL2.TDA, Levels.EL1And0);
    public static readonly TrapRule TDOSA = DebugToEl2(MDCR_EL2.TDOSA, Levels.EL1);
    public static readonly TrapRule TDRA = DebugToEl2(MDCR_EL2.TDRA, Levels.EL1);
    public static readonly TrapRule TDA_EL3 = new(
        Levels.BelowEL3, true, true, SystemRegister.MDCR_EL3, MDCR_EL3.TDA, true, ExceptionLevel.EL3);

    public static readonly TrapRule TDOSA_EL3 = new(
        Levels.EL2And1, true, true, SystemRegister.MDCR_EL3, MDCR_EL3.TDOSA, true, ExceptionLevel.EL3);

    public static readonly TrapRule ST = new(Levels.EL1, true, true, SystemRegister.SCR_EL3, SCR_EL3.ST, false, ExceptionLevel.EL3);

    private static TrapRule EnableAtEl0(ulong bit) => new(Levels.EL0, true, true, SystemRegister.SCTLR_EL1, bit, false, ExceptionLevel.EL1);

    private static TrapRule TimerAtEl0(ulong bits) => new(Levels.EL0, true, true, SystemRegister.CNTKCTL_EL1, bits, false, ExceptionLevel.EL1);

    private static TrapRule ToEl2(ulong bit, Levels from) => new(from, true, true, SystemRegister.HCR_EL2, bit, true, ExceptionLevel.EL2);

    private static TrapRule DebugToEl2(ulong bit, Levels from) =>
        new(from, true, true, SystemRegister.MDCR_EL2, bit | MDCR_EL2.TDE, true, ExceptionLevel.EL2);
}
