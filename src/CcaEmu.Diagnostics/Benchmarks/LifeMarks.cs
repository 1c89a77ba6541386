using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>Hears when realms come and go, one after the other, and has the ledger take a sample of each boot and of each teardown.</summary>
public sealed class LifeMarks : ICallObserver, IPeObserver
{
    private const string Boot = "realm_boot";
    private const string Teardown = "realm_teardown";

    private readonly CrossingLedger _ledger;
    private readonly Action<string, bool> _told;
    private bool _isBooting, _isLive;

    /// <summary>Listens to a machine and its calls.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="recorder">Listens to it, too.</param>
    /// <param name="ledger">Takes the samples.</param>
    /// <param name="told">Is told the name of a measurement, and whether it begins, when it begins and ends.</param>
    public LifeMarks(Machine.Machine machine, RunRecorder recorder, CrossingLedger ledger, Action<string, bool> told)
    {
        (_ledger, _told) = (ledger, told);
        machine.Bus.Subscribe(this);
        recorder.Ledger.Subscribe(this);
    }

    /// <summary>A realm is gone, and all memory is back.</summary>
    public void EndLife()
    {
        End(Teardown);
        (_isBooting, _isLive) = (false, false);
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (call.Interface != CallInterface.Rmi)
            return;
        var command = (RmiCommand)new SmcFunctionId(call.FunctionId).WithoutSveHint.Value;
        // A boot begins with the first granule that is delegated for the realm, a teardown with its termination.
        if (command is RmiCommand.GranuleRangeDelegate or RmiCommand.RealmCreate && !_isBooting)
        {
            _isBooting = true;
            Begin(Boot);
        }
        if (command == RmiCommand.RealmTerminate)
            Begin(Teardown);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (_isLive || fromState != SecurityState.Realm || pe.CurrentLevel != ExceptionLevel.EL1)
            return;
        _isLive = true;
        End(Boot);
    }

    private void Begin(string name)
    {
        _told(name, true);
        _ledger.BeginSample(name);
    }

    private void End(string name)
    {
        _ledger.EndSample(name);
        _told(name, false);
    }
}
