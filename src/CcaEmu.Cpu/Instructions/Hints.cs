using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Hints, and the waits with a time-out. Hints without a meaning here, or of absent features, do nothing.</summary>
/// <remarks>Arm ARM, C6.2 HINT.</remarks>
internal static unsafe class Hints
{
    public static Handler Predecode(in Instruction i, DecodedOp* op) => i.Op switch
    {
        A64Op.WFI or A64Op.WFE or A64Op.WFIT or A64Op.WFET or A64Op.SEV or A64Op.SEVL => Waiting.Predecode(i, op),
        A64Op.ESB => &ErrorSynchronization.Barrier,
        A64Op.PSB_CSYNC or A64Op.TSB_CSYNC or A64Op.CSDB or A64Op.DGH or A64Op.BTI => &Nothing,
        >= A64Op.XPACLRI and <= A64Op.AUTIBSP => PointerSigning.PredecodeHint(i, op),
        _ => &Nothing,
    };

    /// <summary>Retires and does nothing: hints, and barriers on a machine whose PEs run one after the other.</summary>
    public static DecodedOp* Nothing(ProcessingElement pe, PeState* s, DecodedOp* op) => op + 1;
}
