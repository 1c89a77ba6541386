using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Stands between an RMM's ERET and the first instruction of the Realm, and does something there.</summary>
internal sealed class AtRealmEntry : IPeObserver
{
    /// <summary>What is done; null for nothing.</summary>
    public Action<ProcessingElement>? Act { get; set; }

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
    }

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (from == ExceptionLevel.EL2 && fromState == SecurityState.Realm && pe.CurrentLevel < ExceptionLevel.EL2)
            Act?.Invoke(pe);
    }
}
