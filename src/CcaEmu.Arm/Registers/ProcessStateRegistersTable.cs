using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The PSTATE fields reached as system registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ProcessStateRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.NZCV, 3, 3, 4, 2, 0, "Condition Flags", writable: 0xF000_0000),
        Rw(R.DAIF, 3, 3, 4, 2, 1, "Interrupt Mask Bits", writable: 0x3C0),
        Ro(R.CurrentEL, 3, 0, 4, 2, 2, "Current Exception Level"),
        Rw(R.SPSel, 3, 0, 4, 2, 0, "Stack Pointer Select", writable: 0x1),
        Rw(R.PAN, 3, 0, 4, 2, 3, "Privileged Access Never", writable: 0x0040_0000, feature: F.FEAT_PAN),
        Rw(R.UAO, 3, 0, 4, 2, 4, "User Access Override", writable: 0x0080_0000, feature: F.FEAT_UAO),
        Rw(R.DIT, 3, 3, 4, 2, 5, "Data Independent Timing", writable: 0x0100_0000, feature: F.FEAT_DIT),
        Rw(R.SSBS, 3, 3, 4, 2, 6, "Speculative Store Bypass Safe", writable: 0x1000, feature: F.FEAT_SSBS),
    ];
}
