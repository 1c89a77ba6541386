using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Non-secure EL2 as a test plays it: every return stops the machine.</summary>
internal sealed class HostLayer(Machine.Machine machine)
    : ManagedFirmware(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor)
{
    protected override void OnEntry(ProcessingElement pe) => machine.RequestStop();

    protected override void OnResume(ProcessingElement pe) => machine.RequestStop();

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
        throw new AssertionException($"the host took {type} with ESR_EL2 {new EsrValue(pe[SystemRegister.ESR_EL2])}");
}
