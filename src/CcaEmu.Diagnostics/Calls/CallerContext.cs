using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>Who makes a call: software that can have one SMC under way at a time.</summary>
/// <remarks>
/// At EL2 that is the layer on one PE. Below EL2 it is a virtual CPU, which may go on with another PE than the one it called on; it is
/// known by its stage 2 tables (VTTBR_EL2) and its virtual affinity (VMPIDR_EL2).
/// </remarks>
internal readonly record struct CallerContext(SecurityState State, ExceptionLevel Level, ulong Which, ulong Affinity)
{
    public static CallerContext Of(ProcessingElement pe, SecurityState state, ExceptionLevel level) =>
        level < ExceptionLevel.EL2
            ? new(state, level, pe[SystemRegister.VTTBR_EL2], pe[SystemRegister.VMPIDR_EL2])
            : new(state, level, (ulong)pe.Index, 0);
}
