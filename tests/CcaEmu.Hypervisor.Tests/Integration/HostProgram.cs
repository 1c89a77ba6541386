using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>A program of the host for a test.</summary>
internal sealed class HostProgram(Func<VmmProcess, Script> main) : IVmmProgram
{
    public Script Main(VmmProcess process) => main(process);
}
