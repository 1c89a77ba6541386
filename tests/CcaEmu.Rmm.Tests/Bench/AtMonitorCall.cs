using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Does something when the RMM makes a call to the monitor, as another PE may meanwhile.</summary>
internal sealed class AtMonitorCall(uint functionId, Action action) : IPeObserver
{
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.SourceState == SecurityState.Realm && taken.Target == ExceptionLevel.EL3 && (uint)pe.X(0) == functionId)
            action();
    }

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }
}
