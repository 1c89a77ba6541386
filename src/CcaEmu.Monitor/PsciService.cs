using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Machine;

namespace CcaEmu.Monitor;

/// <summary>PSCI 1.1 for the Non-secure world: who is on, and what each call does to that.</summary>
/// <remarks>
/// Power State Coordination Interface (DEN0022), section 5 and Table "Return error codes". Offered are the mandatory functions,
/// MIGRATE_INFO_TYPE and SYSTEM_RESET2; PSCI_FEATURES tells of no other. power_state has the original format, and suspends a PE alone (power level 0).
/// </remarks>
internal sealed class PsciService
{
    private const ulong AffinityMask = 0xFF_00FF_FFFF;
    private const ulong PowerStateDefined = 0x0301_FFFF;
    private const ulong PowerStateLevel = 0x0300_0000;
    private const ulong PowerStateIsPowerDown = 1 << 16;
    private const uint Smc64 = 1u << 30;
    private const ulong NoTrustedOs = 2;
    private const uint SystemWarmReset = 0;

    private readonly Machine.Machine _machine;
    private readonly Func<ulong, bool> _isEntryPoint;
    private readonly PePowerState[] _states;
    private readonly EntryRequest[] _requests;

    /// <summary>A service in which the first PE alone is on.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="isEntryPoint">Whether a PE may be started at an address.</param>
    public PsciService(Machine.Machine machine, Func<ulong, bool> isEntryPoint)
    {
        (_machine, _isEntryPoint) = (machine, isEntryPoint);
        _states = new PePowerState[machine.Pes.Count];
        _requests = new EntryRequest[machine.Pes.Count];
        _states[0] = PePowerState.On;
    }

    /// <summary>Takes the request with which a PE was turned on; it counts as on from now.</summary>
    public EntryRequest TakeEntry(ProcessingElement pe)
    {
        _states[pe.Index] = PePowerState.On;
        return _requests[pe.Index];
    }

    /// <summary>Answers a call.</summary>
    /// <param name="pe">The caller, with the arguments in X1 to X3.</param>
    /// <param name="call">The function.</param>
    public PsciOutcome Serve(ProcessingElement pe, SmcFunctionId call)
    {
        bool wide = (call.Value & Smc64) != 0;
        ulong Argument(int register) => wide ? pe.X(register) : (uint)pe.X(register);
        switch ((PsciFunction)call.Value)
        {
            case PsciFunction.Version:
                return PsciOutcome.Answer(PsciRevision.Current.Encode());
            case PsciFunction.Features:
                return Features((uint)pe.X(1));
            case PsciFunction.CpuOn or PsciFunction.CpuOnSmc32:
                return PsciOutcome.Answer(TurnOn(Argument(1), new EntryRequest(Argument(2), Argument(3))));
            case PsciFunction.CpuOff:
                _states[pe.Index] = PePowerState.Off;
                return PsciOutcome.TurnOff;
            case PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32:
                return Suspend(Argument(1), new EntryRequest(Argument(2), Argument(3)));
            case PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32:
                return AffinityInfo(Argument(1), Argument(2));
            case PsciFunction.MigrateInfoType:
                return PsciOutcome.Answer(NoTrustedOs);
            case PsciFunction.SystemOff:
                return PsciOutcome.SystemOff;
            case PsciFunction.SystemReset:
                return PsciOutcome.Reset(ResetCause.SystemReset);
            case PsciFunction.SystemReset2 or PsciFunction.SystemReset2Smc32:
                // Of the architectural types there is one, SYSTEM_WARM_RESET; the board has none of a vendor's.
                return (uint)pe.X(1) == SystemWarmReset ? PsciOutcome.Reset(ResetCause.SystemWarmReset) : PsciOutcome.Answer(PsciStatus.InvalidParameters);
            default:
                return PsciOutcome.Answer(PsciStatus.NotSupported);
        }
    }

    private static PsciOutcome Features(uint function)
    {
        bool offered = (PsciFunction)function is PsciFunction.Version or PsciFunction.Features or PsciFunction.CpuOn or PsciFunction.CpuOnSmc32
            or PsciFunction.CpuOff or PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32 or PsciFunction.AffinityInfo
            or PsciFunction.AffinityInfoSmc32 or PsciFunction.MigrateInfoType or PsciFunction.SystemOff or PsciFunction.SystemReset
            or PsciFunction.SystemReset2 or PsciFunction.SystemReset2Smc32;
        // For CPU_SUSPEND the answer is a set of flags: 0 for the original format of power_state and no OS-initiated mode.
        return PsciOutcome.Answer(offered || function == (uint)SmcccFunction.Version ? PsciStatus.Success : PsciStatus.NotSupported);
    }

    private PsciStatus TurnOn(ulong target, EntryRequest request)
    {
        if (Find(target) is not { } pe)
            return PsciStatus.InvalidParameters;
        if (!_isEntryPoint(request.EntryPoint))
            return PsciStatus.InvalidAddress;
        switch (_states[pe.Index])
        {
            case PePowerState.On: return PsciStatus.AlreadyOn;
            case PePowerState.OnPending: return PsciStatus.OnPending;
        }
        _states[pe.Index] = PePowerState.OnPending;
        _requests[pe.Index] = request;
        _machine.PowerOn(pe);
        return PsciStatus.Success;
    }

    private PsciOutcome Suspend(ulong powerState, EntryRequest request)
    {
        if ((powerState & ~PowerStateDefined) != 0 || (powerState & PowerStateLevel) != 0)
            return PsciOutcome.Answer(PsciStatus.InvalidParameters);
        if ((powerState & PowerStateIsPowerDown) == 0)
            return PsciOutcome.Standby;
        return _isEntryPoint(request.EntryPoint) ? PsciOutcome.PowerDown(request) : PsciOutcome.Answer(PsciStatus.InvalidAddress);
    }

    private PsciOutcome AffinityInfo(ulong target, ulong lowestLevel)
    {
        if (lowestLevel != 0 || Find(target) is not { } pe)
            return PsciOutcome.Answer(PsciStatus.InvalidParameters);
        return PsciOutcome.Answer((ulong)(_states[pe.Index] switch
        {
            PePowerState.On => PsciAffinityState.On,
            PePowerState.OnPending => PsciAffinityState.OnPending,
            _ => PsciAffinityState.Off,
        }));
    }

    private ProcessingElement? Find(ulong affinity) =>
        _machine.Pes.FirstOrDefault(pe => (pe[SystemRegister.MPIDR_EL1] & AffinityMask) == affinity);
}
