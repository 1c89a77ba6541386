using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Gives exceptions from a Realm to R-EL2 another syndrome, as a platform that fails would.</summary>
internal sealed class AtRealmExit : IPeObserver
{
    /// <summary>ESR_EL2; null leaves what is there.</summary>
    public ulong? Syndrome { get; set; }

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (Syndrome is { } syndrome && taken.Target == ExceptionLevel.EL2 && taken.Source < ExceptionLevel.EL2 && pe.SecurityState == SecurityState.Realm)
            pe[SystemRegister.ESR_EL2] = syndrome;
    }

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }
}
