using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Machine.Firmware;

namespace CcaEmu.Machine.Scripting;

/// <summary>One PE's place in the scripts of one managed layer.</summary>
/// <remarks>The layer calls <see cref="Resume"/> when it is entered for the reason the script waits for.</remarks>
public sealed class ScriptContext
{
    private readonly ManagedFirmware _layer;
    private Action? _waiting;
    private ScriptBase? _root;

    /// <summary>A context for one layer on one PE.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="pe">The PE.</param>
    public ScriptContext(ManagedFirmware layer, ProcessingElement pe)
    {
        _layer = layer;
        Pe = pe;
    }

    /// <summary>The PE.</summary>
    public ProcessingElement Pe { get; }

    /// <summary>Whether a script waits to be resumed.</summary>
    public bool IsWaiting => _waiting is not null;

    /// <summary>Starts a script; it runs until its first await.</summary>
    /// <param name="script">Makes the script.</param>
    /// <exception cref="InvalidOperationException">Another script is still under way.</exception>
    public void Start(Func<ScriptBase> script)
    {
        if (_waiting is not null)
            throw new InvalidOperationException("a script is under way already");
        _root = script();
        Surface();
    }

    /// <summary>Continues the script that waits; it runs until its next await.</summary>
    /// <exception cref="InvalidOperationException">No script waits.</exception>
    public void Resume()
    {
        Action waiting = _waiting ?? throw new InvalidOperationException("no script waits here");
        _waiting = null;
        waiting();
        Surface();
    }

    /// <summary>Makes an SMC: <c>await</c> gives its results.</summary>
    /// <param name="call">Function identifier and arguments X0 to X8.</param>
    public SmcOperation Smc(SmcCall call) => new(this, call);

    /// <summary>Leaves to the state in SPSR_ELx and ELR_ELx by ERET: <c>await</c> ends with the next exception to the layer.</summary>
    public ExceptionReturnOperation ExceptionReturn() => new(this);

    /// <summary>Sleeps as WFI does: <c>await</c> ends when an interrupt is pending that could be taken at the layer, masked or not.</summary>
    public WaitOperation WaitForInterrupt() => new(this);

    /// <summary>Makes an SMC for work that keeps its place itself: a script's awaits, without the memory a script takes.</summary>
    /// <param name="call">Function identifier and arguments X0 to X8.</param>
    /// <param name="continuation">Goes on when the SMC has returned, with its results in X0 and up of the PE.</param>
    /// <exception cref="InvalidOperationException">Something waits already.</exception>
    public void Call(in SmcCall call, Action continuation)
    {
        if (_waiting is not null)
            throw new InvalidOperationException("a script is under way already");
        _waiting = continuation;
        call.CopyTo(Pe);
        _layer.CallSecureMonitor(Pe);
    }

    internal void Leave(Action continuation)
    {
        _waiting = continuation;
        Pe.ExceptionReturn();
    }

    /// <summary>Lets time pass on the PE, as a loop that waits for another PE does.</summary>
    /// <param name="modelledCycles">How much, at least 1.</param>
    public PauseOperation Pause(ulong modelledCycles) => Spend(new Work(WorkStep.Idle, Math.Max(modelledCycles, 1)));

    /// <summary>Works for some time, in which devices and other PEs go on: afterwards an interrupt that has come is pending.</summary>
    /// <param name="work">What is done.</param>
    public PauseOperation Spend(in Work work) => new(this, work);

    internal void Spend(Action continuation, in Work work)
    {
        _waiting = continuation;
        Pe.PC = _layer.ResumePoint;
        Pe.Charge(work);
    }

    internal void Sleep(Action continuation)
    {
        _waiting = continuation;
        _layer.WaitForInterrupt(Pe);
    }

    // A failure of the outermost script is a bug or the user's input: it must not be lost.
    private void Surface()
    {
        if (_root is { IsCompleted: true })
            _root.ThrowIfFailed();
    }
}
