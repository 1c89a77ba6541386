using System.Runtime.CompilerServices;

namespace CcaEmu.Machine.Scripting;

/// <summary>A sequential procedure of a managed layer that is suspended at each call or guest entry it makes.</summary>
/// <remarks>
/// An <c>async Script</c> method keeps its place in an object, not on a stack: while it waits, any other code may run on the PE. It
/// never leaves the machine's thread: it is continued only when the layer is entered again, so its order is that of the machine.
/// Await only other scripts and the operations of a <see cref="ScriptContext"/>.
/// </remarks>
[AsyncMethodBuilder(typeof(ScriptMethodBuilder))]
public sealed class Script : ScriptBase
{
    /// <summary>For <c>await</c>.</summary>
    public ScriptAwaiter GetAwaiter() => new(this);
}
