using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>Which PE the hypervisor is executing on: what a kernel keeps in its per-CPU base register.</summary>
/// <remarks>
/// Set whenever the hypervisor is entered, and constant between two awaits. So everything that is shared by the PEs finds the PE it runs on
/// when it asks, and must ask again after each await only if it wants another's.
/// </remarks>
/// <param name="first">The hypervisor's place on the PE that it starts on.</param>
internal sealed class HostCpus(ScriptContext first)
{
    private const int MostPes = 8;

    /// <summary>The hypervisor's place on the PE.</summary>
    public ScriptContext Current { get; set; } = first;

    /// <summary>By which vector the hypervisor was entered last, by PE.</summary>
    public ExceptionType[] LastException { get; } = new ExceptionType[MostPes];

    /// <summary>The PE.</summary>
    public ProcessingElement Pe => Current.Pe;
}
