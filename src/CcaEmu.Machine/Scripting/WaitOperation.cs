using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>A wait for an interrupt that a script awaits: the PE sleeps, and virtual time goes on to what wakes it.</summary>
/// <param name="context">The script's place.</param>
public readonly struct WaitOperation(ScriptContext context) : INotifyCompletion
{
    /// <summary>Always false: other PEs and devices go on meanwhile.</summary>
    public bool IsCompleted => false;

    /// <summary>For <c>await</c>.</summary>
    public WaitOperation GetAwaiter() => this;

    /// <summary>What woke the PE is pending still.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => context.Sleep(continuation);
}
