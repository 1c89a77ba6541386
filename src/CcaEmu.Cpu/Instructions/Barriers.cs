using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Barriers and CLREX.</summary>
/// <remarks>
/// Arm ARM, C6.2 CLREX, DMB, DSB and its nXS form, ISB, SB. PEs run one after the other and each in program order, so only ISB does something: it has the
/// engine look up the code it executes afresh.
/// </remarks>
internal static unsafe class Barriers
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.CLREX => &ClearExclusive,
        A64Op.ISB => &Synchronize,
        _ => &Hints.Nothing,
    };

    private static DecodedOp* ClearExclusive(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        pe.ClearExclusive();
        return op + 1;
    }

    private static DecodedOp* Synchronize(ProcessingElement pe, PeState* s, DecodedOp* op) => Engine.Leave(s, op);
}
