using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Machine.Firmware;

/// <summary>A privileged layer written in C#: what answers when a PE reaches its Exception level and security state.</summary>
/// <remarks>
/// <para>It is entered by the program counter, as native software would be: at <see cref="EntryPoint"/> by a reset or an ERET from
/// above, at a vector of <see cref="VectorBase"/> by an exception, at <see cref="ResumePoint"/> when its own SMC returns. It acts on
/// the PE's registers and on memory through the PE's door, and must end with a control transfer: ERET, SMC, or stopping the machine.
/// No C# stack waits while other code runs; what it must remember lives in memory, or in explicit objects such as a
/// <see cref="Scripting.ScriptContext"/>.</para>
/// <para>The addresses are where a native image of the layer would be; nothing is fetched from them.</para>
/// </remarks>
public abstract class ManagedFirmware
{
    private const ulong EntryOffset = 0x800;
    private const ulong ResumeOffset = 0x808;

    private bool _hasRun;

    /// <summary>A layer at a level and state.</summary>
    /// <param name="level">EL2 or EL3.</param>
    /// <param name="state">Security state; Root for EL3.</param>
    /// <param name="imageBase">Where its image would be; a multiple of 4 KiB.</param>
    protected ManagedFirmware(ExceptionLevel level, SecurityState state, ulong imageBase)
    {
        Level = level;
        State = state;
        VectorBase = imageBase;
    }

    /// <summary>The Exception level it answers for.</summary>
    public ExceptionLevel Level { get; }

    /// <summary>The security state it answers for.</summary>
    public SecurityState State { get; }

    /// <summary>Value it puts into its VBAR_ELx.</summary>
    public ulong VectorBase { get; }

    /// <summary>Where it wants to be entered for the first time on each PE.</summary>
    public ulong EntryPoint => VectorBase + EntryOffset;

    /// <summary>The return address of its SMCs.</summary>
    public ulong ResumePoint => VectorBase + ResumeOffset;

    /// <summary>Acts, after the PE has come to this layer. Called by the machine only.</summary>
    /// <param name="pe">The PE.</param>
    /// <exception cref="InvalidOperationException">The PE came to an address that the layer has not handed out: another layer's bug.</exception>
    public void Enter(ProcessingElement pe)
    {
        _hasRun = true;
        ulong offset = pe.PC - VectorBase;
        if (offset == ResumeOffset)
            OnResume(pe);
        else if (offset == EntryOffset)
            OnEntry(pe);
        else if (offset < EntryOffset && (offset & 0x7F) == 0)
            OnException(pe, (ExceptionType)(offset & 0x180), fromLower: offset >= 0x400);
        else
            throw new InvalidOperationException($"PE{pe.Index} entered {GetType().Name} at 0x{pe.PC:x}, which is neither entry, vector nor return address");
    }

    /// <summary>The board is being reset: a layer that has run forgets what it knew.</summary>
    internal void Reset()
    {
        if (_hasRun)
            OnReset();
        _hasRun = false;
    }

    /// <summary>
    /// The board is being reset: everything that the layer remembers outside emulated memory must become what it was before its first entry, but
    /// for the choices of its owner and what has been reported. No PE is in it; scripts that waited never go on.
    /// </summary>
    protected virtual void OnReset()
    {
    }

    /// <summary>First entry on a PE.</summary>
    /// <param name="pe">The PE, with boot arguments in X0 and up.</param>
    protected abstract void OnEntry(ProcessingElement pe);

    /// <summary>An exception was taken to this layer; its syndrome is in ESR_ELx.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="type">Which vector.</param>
    /// <param name="fromLower">Whether it came from a lower level (else from the layer itself).</param>
    protected abstract void OnException(ProcessingElement pe, ExceptionType type, bool fromLower);

    /// <summary>The layer's own SMC has returned; results are in X0 and up.</summary>
    /// <param name="pe">The PE.</param>
    protected abstract void OnResume(ProcessingElement pe);

    /// <summary>Sleeps as WFI does; the layer is entered by <see cref="OnResume"/> when something wakes the PE.</summary>
    /// <param name="pe">The PE.</param>
    public void WaitForInterrupt(ProcessingElement pe)
    {
        pe.PC = ResumePoint;
        pe.WaitForInterrupt();
    }

    /// <summary>Makes an SMC with the registers as they are; the layer is entered by <see cref="OnResume"/> when it returns.</summary>
    /// <param name="pe">The PE, with function identifier and arguments in X0 and up.</param>
    public void CallSecureMonitor(ProcessingElement pe)
    {
        pe.PC = ResumePoint;
        pe.SecureMonitorCall();
    }
}
