using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Remembers which calls led to the first abnormal exception of a Realm, before the end of the run drowns them.</summary>
public sealed class FaultWatch : ICallObserver, IExceptionObserver
{
    private readonly CallHistory _realm = new(CallInterface.Rsi, CallInterface.Psci);
    private readonly CallHistory _host = new(CallInterface.Rmi);
    private (CallRecord[] Realm, CallRecord[] Host)? _beforeFault;

    /// <summary>Whether a Realm took an abnormal exception; then the calls are those that were made before it.</summary>
    public bool HasSeenFault => _beforeFault is not null;

    /// <summary>The last RSI and PSCI calls, oldest first.</summary>
    public IEnumerable<CallRecord> RealmCalls => _beforeFault?.Realm ?? _realm.Calls;

    /// <summary>The last RMI calls, oldest first.</summary>
    public IEnumerable<CallRecord> HostCalls => _beforeFault?.Host ?? _host.Calls;

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        _realm.OnCall(pe, call);
        _host.OnCall(pe, call);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        _realm.OnReturn(pe, call);
        _host.OnReturn(pe, call);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        bool isFault = exception is { TargetState: SecurityState.Realm, Target: ExceptionLevel.EL1, IsOrdinary: false };
        if (isFault && _beforeFault is null)
            _beforeFault = ([.. _realm.Calls], [.. _host.Calls]);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }
}
