using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The self-hosted debug registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class DebugRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.MDSCR_EL1, 2, 0, 0, 2, 2, "Monitor Debug System Control Register", writable: 0x6CE0_F041),
        Rw(R.MDCCINT_EL1, 2, 0, 0, 2, 0, "Monitor DCC Interrupt Enable Register", writable: 0x6000_0000),
        Ro(R.MDCCSR_EL0, 2, 3, 0, 1, 0, "Monitor DCC Status Register"),
        Ro(R.MDRAR_EL1, 2, 0, 1, 0, 0, "Monitor Debug ROM Address Register"),
        Rw(R.DBGDTR_EL0, 2, 3, 0, 4, 0, "Debug Data Transfer Register, half-duplex"),
        Rw(R.DBGDTRRX_EL0, 2, 3, 0, 5, 0, "Debug Data Transfer Register, Receive (writes reach DBGDTRTX_EL0, Transmit)",
            writable: 0xFFFF_FFFF),
        Rw(R.OSDTRRX_EL1, 2, 0, 0, 0, 2, "OS Lock Data Transfer Register, Receive", writable: 0xFFFF_FFFF),
        Rw(R.OSDTRTX_EL1, 2, 0, 0, 3, 2, "OS Lock Data Transfer Register, Transmit", writable: 0xFFFF_FFFF),
        Rw(R.OSECCR_EL1, 2, 0, 0, 6, 2, "OS Lock Exception Catch Control Register", writable: 0xFFFF_FFFF),
        Wo(R.OSLAR_EL1, 2, 0, 1, 0, 4, "OS Lock Access Register", writable: 0x1),
        Ro(R.OSLSR_EL1, 2, 0, 1, 1, 4, "OS Lock Status Register", reset: 0xA),
        Rw(R.OSDLR_EL1, 2, 0, 1, 3, 4, "OS Double Lock Register", writable: 0x0, bits: [(F.FEAT_DoubleLock, At(0))]),
        Rw(R.DBGPRCR_EL1, 2, 0, 1, 4, 4, "Debug Power Control Register", writable: 0x1),
        Bitwise(R.DBGCLAIMSET_EL1, 2, 0, 7, 8, 6, "Debug CLAIM Tag Set Register", WriteEffect.Set, R.DBGCLAIMCLR_EL1, 0xFF),
        Bitwise(R.DBGCLAIMCLR_EL1, 2, 0, 7, 9, 6, "Debug CLAIM Tag Clear Register", WriteEffect.Clear, R.DBGCLAIMCLR_EL1, 0xFF),
        Ro(R.DBGAUTHSTATUS_EL1, 2, 0, 7, 14, 6, "Debug Authentication Status Register"),
        Rw(R.DBGBVR0_EL1, 2, 0, 0, 0, 4, "Debug Breakpoint Value Register 0"),
        Rw(R.DBGBCR0_EL1, 2, 0, 0, 0, 5, "Debug Breakpoint Control Register 0", writable: 0x20FF_E007, ones: 0x1E0),
        Rw(R.DBGBVR1_EL1, 2, 0, 0, 1, 4, "Debug Breakpoint Value Register 1"),
        Rw(R.DBGBCR1_EL1, 2, 0, 0, 1, 5, "Debug Breakpoint Control Register 1", writable: 0x20FF_E007, ones: 0x1E0),
        Rw(R.DBGBVR2_EL1, 2, 0, 0, 2, 4, "Debug Breakpoint Value Register 2"),
        Rw(R.DBGBCR2_EL1, 2, 0, 0, 2, 5, "Debug Breakpoint Control Register 2", writable: 0x20FF_E007, ones: 0x1E0),
        Rw(R.DBGBVR3_EL1, 2, 0, 0, 3, 4, "Debug Breakpoint Value Register 3"),
        Rw(R.DBGBCR3_EL1, 2, 0, 0, 3, 5, "Debug Breakpoint Control Register 3", writable: 0x20FF_E007, ones: 0x1E0),
        Rw(R.DBGBVR4_EL1, 2, 0, 0, 4, 4, "Debug Breakpoint Value Register 4"),
        Rw(R.DBGBCR4_EL1, 2, 0, 0, 4, 5, "Debug Breakpoint Control Register 4", writable: 0x20FF_E007, ones: 0x1E0),
        Rw(R.DBGBVR5_EL1, 2, 0, 0, 5, 4, "Debug Breakpoint Value Register 5"),
        Rw(R.DBGBCR5_EL1, 2, 0, 0, 5, 5, "Debug Breakpoint Control Register 5", writable: 0x20FF_E007, ones: 0x1E0),
        Rw(R.DBGWVR0_EL1, 2, 0, 0, 0, 6, "Debug Watchpoint Value Register 0", writable: 0xFFFF_FFFF_FFFF_FFFC),
        Rw(R.DBGWCR0_EL1, 2, 0, 0, 0, 7, "Debug Watchpoint Control Register 0", writable: 0x3F1F_FFFF),
        Rw(R.DBGWVR1_EL1, 2, 0, 0, 1, 6, "Debug Watchpoint Value Register 1", writable: 0xFFFF_FFFF_FFFF_FFFC),
        Rw(R.DBGWCR1_EL1, 2, 0, 0, 1, 7, "Debug Watchpoint Control Register 1", writable: 0x3F1F_FFFF),
        Rw(R.DBGWVR2_EL1, 2, 0, 0, 2, 6, "Debug Watchpoint Value Register 2", writable: 0xFFFF_FFFF_FFFF_FFFC),
        Rw(R.DBGWCR2_EL1, 2, 0, 0, 2, 7, "Debug Watchpoint Control Register 2", writable: 0x3F1F_FFFF),
        Rw(R.DBGWVR3_EL1, 2, 0, 0, 3, 6, "Debug Watchpoint Value Register 3", writable: 0xFFFF_FFFF_FFFF_FFFC),
        Rw(R.DBGWCR3_EL1, 2, 0, 0, 3, 7, "Debug Watchpoint Control Register 3", writable: 0x3F1F_FFFF),
        Rw(R.DBGWVR4_EL1, 2, 0, 0, 4, 6, "Debug Watchpoint Value Register 4", writable: 0xFFFF_FFFF_FFFF_FFFC),
        Rw(R.DBGWCR4_EL1, 2, 0, 0, 4, 7, "Debug Watchpoint Control Register 4", writable: 0x3F1F_FFFF),
        Rw(R.DBGWVR5_EL1, 2, 0, 0, 5, 6, "Debug Watchpoint Value Register 5", writable: 0xFFFF_FFFF_FFFF_FFFC),
        Rw(R.DBGWCR5_EL1, 2, 0, 0, 5, 7, "Debug Watchpoint Control Register 5", writable: 0x3F1F_FFFF),
    ];
}
