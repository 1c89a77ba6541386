using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>An exception return that a script awaits: it goes on at the next exception to its layer.</summary>
/// <param name="context">The script's place.</param>
public readonly struct ExceptionReturnOperation(ScriptContext context) : INotifyCompletion
{
    /// <summary>Always false: other code runs in between.</summary>
    public bool IsCompleted => false;

    /// <summary>For <c>await</c>.</summary>
    public ExceptionReturnOperation GetAwaiter() => this;

    /// <summary>The PE's registers hold what there is to know.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => context.Leave(continuation);
}
