using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Non-secure EL2 of a host that makes one call after the other, without an allocation of its own.</summary>
internal sealed class CommandLoop(Machine.Machine machine)
    : ManagedFirmware(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor)
{
    private Action<ProcessingElement>? _set;
    private int _left;

    /// <summary>Calls that did not answer SUCCESS.</summary>
    public int Failures { get; private set; }

    /// <summary>Makes a number of calls.</summary>
    /// <param name="times">How many.</param>
    /// <param name="set">Sets the registers of the next.</param>
    public void Run(int times, Action<ProcessingElement> set)
    {
        (_left, _set) = (times - 1, set);
        set(machine.Pes[0]);
        CallSecureMonitor(machine.Pes[0]);
        machine.Run();
    }

    protected override void OnEntry(ProcessingElement pe) => machine.RequestStop();

    protected override void OnResume(ProcessingElement pe)
    {
        Failures += pe.X(0) == 0 ? 0 : 1;
        if (_left-- == 0)
        {
            machine.RequestStop();
            return;
        }
        _set!(pe);
        CallSecureMonitor(pe);
    }

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
        throw new AssertionException($"the host took {type} with ESR_EL2 {new EsrValue(pe[SystemRegister.ESR_EL2])}");
}
