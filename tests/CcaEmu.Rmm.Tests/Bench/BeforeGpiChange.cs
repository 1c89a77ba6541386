using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Does something when the RMM asks the monitor to change GPIs, after it has wiped.</summary>
internal sealed class BeforeGpiChange(Action action) : IPeObserver
{
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.SourceState == SecurityState.Realm && (uint)pe.X(0) == (uint)FirmeCommand.GmGpiSet)
            action();
    }

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }
}
