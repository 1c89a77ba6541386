using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>A VMM: a program of the host that makes virtual machines.</summary>
public interface IVmmProgram
{
    /// <summary>The program's main thread. When it and all other threads of the process have ended, what they left is closed.</summary>
    /// <param name="process">The process it is.</param>
    Script Main(VmmProcess process);
}
