using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>What the compiler calls for an <c>async Script</c> method; not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ScriptMethodBuilder
{
    /// <summary>The script of this call.</summary>
    public Script Task { get; private set; }

    /// <summary>Called once per call.</summary>
    public static ScriptMethodBuilder Create() => new() { Task = new Script() };

    /// <summary>Runs the method up to its first await.</summary>
    /// <typeparam name="TStateMachine">The compiled method.</typeparam>
    /// <param name="stateMachine">The compiled method.</param>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Unused by current compilers.</summary>
    /// <param name="stateMachine">The boxed method.</param>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>The method returned.</summary>
    public readonly void SetResult() => Task.Complete(null);

    /// <summary>The method threw.</summary>
    /// <param name="exception">What it threw.</param>
    public readonly void SetException(Exception exception) => Task.Complete(exception);

    /// <summary>The method waits.</summary>
    /// <typeparam name="TAwaiter">What for.</typeparam>
    /// <typeparam name="TStateMachine">The compiled method.</typeparam>
    /// <param name="awaiter">What for.</param>
    /// <param name="stateMachine">The compiled method.</param>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(MoveNextBox<TStateMachine>.For(Task, ref stateMachine));

    /// <inheritdoc cref="AwaitOnCompleted"/>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(MoveNextBox<TStateMachine>.For(Task, ref stateMachine));
}

/// <summary>What the compiler calls for an <c>async Script&lt;T&gt;</c> method; not for use by hand.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ScriptMethodBuilder<T>
{
    /// <summary>The script of this call.</summary>
    public Script<T> Task { get; private set; }

    /// <summary>Called once per call.</summary>
    public static ScriptMethodBuilder<T> Create() => new() { Task = new Script<T>() };

    /// <inheritdoc cref="ScriptMethodBuilder.Start"/>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <inheritdoc cref="ScriptMethodBuilder.SetStateMachine"/>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>The method returned.</summary>
    /// <param name="result">What it returned.</param>
    public readonly void SetResult(T result)
    {
        Task.Value = result;
        Task.Complete(null);
    }

    /// <inheritdoc cref="ScriptMethodBuilder.SetException"/>
    public readonly void SetException(Exception exception) => Task.Complete(exception);

    /// <inheritdoc cref="ScriptMethodBuilder.AwaitOnCompleted"/>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(MoveNextBox<TStateMachine>.For(Task, ref stateMachine));

    /// <inheritdoc cref="ScriptMethodBuilder.AwaitOnCompleted"/>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(MoveNextBox<TStateMachine>.For(Task, ref stateMachine));
}

/// <summary>Keeps a compiled method on the heap from its first await on.</summary>
internal sealed class MoveNextBox<TStateMachine> where TStateMachine : IAsyncStateMachine
{
    private TStateMachine _stateMachine = default!;

    public static Action For(ScriptBase script, ref TStateMachine stateMachine)
    {
        if (script.Move is null)
        {
            var box = new MoveNextBox<TStateMachine>();
            script.Move = box.MoveNext;
            box._stateMachine = stateMachine;
        }
        return script.Move;
    }

    private void MoveNext() => _stateMachine.MoveNext();
}
