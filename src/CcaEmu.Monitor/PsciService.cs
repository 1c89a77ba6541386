using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>PSCI for the Non-secure world, on a machine whose only running PE is the one that booted.</summary>
/// <remarks>Power State Coordination Interface (DEN0022), section 5. Turning on further PEs is not offered: CPU_ON answers NOT_SUPPORTED.</remarks>
internal static class PsciService
{
    private const ulong AffinityMask = 0xFF_00FF_FFFF;

    /// <summary>Whether a call ends the run.</summary>
    public static bool TryPowerOff(SmcFunctionId call) => call.Value is (uint)PsciFunction.SystemOff or (uint)PsciFunction.SystemReset;

    /// <summary>X0 of the answer.</summary>
    public static ulong Answer(ProcessingElement pe, SmcFunctionId call) => call.Value switch
    {
        (uint)PsciFunction.Version => 0x1_0001,
        (uint)PsciFunction.Features => IsOffered((uint)pe.X(1)) ? 0 : Status(PsciStatus.NotSupported),
        (uint)PsciFunction.AffinityInfo => AffinityInfo(pe),
        (uint)PsciFunction.SystemOff or (uint)PsciFunction.SystemReset => 0,
        _ => Status(PsciStatus.NotSupported),
    };

    private static ulong AffinityInfo(ProcessingElement pe)
    {
        bool self = (pe[SystemRegister.MPIDR_EL1] & AffinityMask) == pe.X(1) && pe.X(2) == 0;
        return self ? (ulong)PsciAffinityState.On : Status(PsciStatus.InvalidParameters);
    }

    private static bool IsOffered(uint function) => function is (uint)PsciFunction.Version or (uint)PsciFunction.Features
        or (uint)PsciFunction.AffinityInfo or (uint)PsciFunction.SystemOff or (uint)PsciFunction.SystemReset or (uint)SmcccFunction.Version;

    private static ulong Status(PsciStatus status) => (ulong)(long)status;
}
