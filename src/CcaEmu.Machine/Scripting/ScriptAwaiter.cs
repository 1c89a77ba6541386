using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>Awaits a <see cref="Script"/>.</summary>
/// <param name="script">The script.</param>
public readonly struct ScriptAwaiter(Script script) : INotifyCompletion
{
    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsCompleted => script.IsCompleted;

    /// <summary>Ends the await: throws what the script threw.</summary>
    public void GetResult() => script.ThrowIfFailed();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => script.OnCompleted(continuation);
}

/// <summary>Awaits a <see cref="Script{T}"/>.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
/// <param name="script">The script.</param>
public readonly struct ScriptAwaiter<T>(Script<T> script) : INotifyCompletion
{
    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsCompleted => script.IsCompleted;

    /// <summary>Ends the await.</summary>
    /// <returns>The script's result; throws what it threw.</returns>
    public T GetResult()
    {
        script.ThrowIfFailed();
        return script.Value!;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => script.OnCompleted(continuation);
}
