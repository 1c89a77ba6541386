using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>A <see cref="Script"/> with a result.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
[AsyncMethodBuilder(typeof(ScriptMethodBuilder<>))]
public sealed class Script<T> : ScriptBase
{
    internal T? Value { get; set; }

    /// <summary>For <c>await</c>.</summary>
    public ScriptAwaiter<T> GetAwaiter() => new(this);
}
