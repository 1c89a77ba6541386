using System.Runtime.CompilerServices;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Machine.Scripting;

/// <summary>A pause that a script awaits: some time passes on its PE, and other PEs have their turns.</summary>
/// <param name="context">The script's place.</param>
/// <param name="work">What passes the time.</param>
public readonly struct PauseOperation(ScriptContext context, Work work) : INotifyCompletion
{
    /// <summary>Always false: other PEs go on meanwhile.</summary>
    public bool IsCompleted => false;

    /// <summary>For <c>await</c>.</summary>
    public PauseOperation GetAwaiter() => this;

    /// <summary>The time has passed.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => context.Spend(continuation, work);
}
