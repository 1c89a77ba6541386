using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Hints. All but WFI, WFE, SEV and SEVL do nothing: the features they belong to are absent.</summary>
/// <remarks>
/// Arm ARM, C6.2 HINT, WFE, WFI, SEV, SEVL; J1.1 AArch64.CheckForWFxTrap. A PE does not know what interrupts are pending: a WFI stops
/// it, and the machine decides when it goes on.
/// </remarks>
internal static unsafe class Hints
{
    public static Handler Predecode(in Instruction i, DecodedOp* op) => i.Op switch
    {
        A64Op.WFI or A64Op.WFE or A64Op.SEV or A64Op.SEVL => Waiting.Predecode(i, op),
        _ => &Nothing,
    };

    /// <summary>Retires and does nothing: hints, and barriers on a machine whose PEs run one after the other.</summary>
    public static DecodedOp* Nothing(ProcessingElement pe, PeState* s, DecodedOp* op) => op + 1;
}
