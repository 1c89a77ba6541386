using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>An SMC that a script awaits.</summary>
/// <param name="context">The script's place.</param>
/// <param name="call">Function identifier and arguments.</param>
public readonly struct SmcOperation(ScriptContext context, SmcCall call) : INotifyCompletion
{
    /// <summary>Always false: the call is a real exception.</summary>
    public bool IsCompleted => false;

    /// <summary>For <c>await</c>.</summary>
    public SmcOperation GetAwaiter() => this;

    /// <summary>The results in X0 to X8.</summary>
    public SmcCall GetResult() => SmcCall.From(context.Pe);

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => context.Call(call, continuation);
}
