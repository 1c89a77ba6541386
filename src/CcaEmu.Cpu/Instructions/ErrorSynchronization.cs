namespace CcaEmu.Cpu.Instructions;

/// <summary>ESB, the error synchronization barrier.</summary>
/// <remarks>Arm ARM, C6.2 ESB (FEAT_RAS).</remarks>
internal static unsafe class ErrorSynchronization
{
    public static DecodedOp* Barrier(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        pe.SynchronizeErrors();
        return Engine.Leave(s, op);
    }
}
