using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A PE's instructions seen by a debugger and, once it has let them pass, by whoever looked at them before it came.</summary>
internal sealed class DebuggedAndTraced(IInstructionObserver debugger, IInstructionObserver tracer) : IInstructionObserver
{
    public bool WatchesAccesses => debugger.WatchesAccesses || tracer.WatchesAccesses;

    /// <inheritdoc/>
    public bool BeforeInstruction(ProcessingElement pe)
    {
        ulong pc = pe.PC;
        return debugger.BeforeInstruction(pe) || pe.PC != pc || tracer.BeforeInstruction(pe);
    }

    /// <inheritdoc/>
    public void OnAccess(ProcessingElement pe, in DataAccess access)
    {
        debugger.OnAccess(pe, access);
        tracer.OnAccess(pe, access);
    }

    /// <inheritdoc/>
    public void OnDeviceTransfer(ProcessingElement pe, ulong va, int size, AccessKind kind, ulong value) => tracer.OnDeviceTransfer(pe, va, size, kind, value);

    /// <inheritdoc/>
    public void Settle() => tracer.Settle();
}
