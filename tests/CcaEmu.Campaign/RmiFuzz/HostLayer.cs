using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Non-secure EL2 of every PE: makes the calls it is told to, and sleeps in between.</summary>
internal sealed class HostLayer(Machine.Machine machine) : ManagedFirmware(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor)
{
    private readonly bool[] _isCalling = new bool[machine.Pes.Count];

    /// <summary>Whether a call of a PE has not come back.</summary>
    public bool IsCalling(int pe) => _isCalling[pe];

    /// <summary>PEs that have come here.</summary>
    public int Started { get; private set; }

    /// <summary>Makes a call with the registers as they are.</summary>
    public void Call(ProcessingElement pe)
    {
        _isCalling[pe.Index] = true;
        pe.LeaveLowPowerState();
        CallSecureMonitor(pe);
    }

    protected override void OnEntry(ProcessingElement pe)
    {
        Started++;
        Rest(pe);
    }

    protected override void OnResume(ProcessingElement pe)
    {
        _isCalling[pe.Index] = false;
        Rest(pe);
    }

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
        throw new InvalidOperationException($"the host took {type} with ESR_EL2 {new EsrValue(pe[SystemRegister.ESR_EL2])}");

    private void Rest(ProcessingElement pe)
    {
        machine.RequestStop();
        WaitForInterrupt(pe);
    }
}
