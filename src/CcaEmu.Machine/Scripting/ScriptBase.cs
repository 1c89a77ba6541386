using System.Runtime.ExceptionServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>What every script has: whether it has ended, how, and what goes on then.</summary>
public abstract class ScriptBase
{
    private Action? _continuation;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Whether the procedure has ended.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Continues the compiled method after an await; made once per script.</summary>
    internal Action? Move { get; set; }

    /// <summary>Throws what the procedure ended with, if it did.</summary>
    /// <exception cref="InvalidOperationException">The procedure has not ended.</exception>
    public void ThrowIfFailed()
    {
        if (!IsCompleted)
            throw new InvalidOperationException("the script has not ended");
        _failure?.Throw();
    }

    internal void OnCompleted(Action continuation) => _continuation = continuation;

    internal void Complete(Exception? failure)
    {
        _failure = failure is null ? null : ExceptionDispatchInfo.Capture(failure);
        IsCompleted = true;
        _continuation?.Invoke();
    }
}
