using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Realms;
using CcaEmu.Machine;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>Everything a verdict is made of, wired together: it listens in every run.</summary>
/// <remarks>
/// Nothing is done while a guest executes: what is kept is kept at exceptions and calls. It hears of them once and tells its parts itself, each of
/// what concerns it: in every run, what is not told costs nothing.
/// </remarks>
public sealed class EvidenceRecorder : ICallObserver
{
    private readonly TraceBus _bus;
    private readonly RefusalCircumstances _refusals;

    /// <summary>Evidence of a machine.</summary>
    /// <param name="machine">The machine, before its first instruction.</param>
    /// <param name="facts">What is learnt of the Realm.</param>
    public EvidenceRecorder(Machine.Machine machine, RealmFacts facts)
    {
        int peCount = machine.Pes.Count;
        _bus = machine.Bus;
        Facts = facts;
        Scenes = new SceneRecorder(peCount, Events, _bus);
        _refusals = new RefusalCircumstances(Scenes);
        Exits = new RecExitLog(peCount);
    }

    /// <summary>What is learnt of the Realm.</summary>
    public RealmFacts Facts { get; }

    /// <summary>Abnormal exceptions.</summary>
    public SceneRecorder Scenes { get; }

    /// <summary>The last calls, but for those between RMM and monitor, which follow from the others.</summary>
    public CallHistory Events { get; } = new(CallInterface.Rmi, CallInterface.Rsi, CallInterface.Psci, CallInterface.Other);

    /// <summary>The last RSI and PSCI calls.</summary>
    public CallHistory RealmCalls { get; } = new(CallInterface.Rsi, CallInterface.Psci);

    /// <summary>Calls that were refused.</summary>
    public FailureLog Failures { get; } = new();

    /// <summary>Which call last changed what.</summary>
    public ChangeLog Changes { get; } = new();

    /// <summary>REC exits.</summary>
    public RecExitLog Exits { get; }

    /// <summary>How the Realm was put together.</summary>
    public RealmBuildLog Build { get; } = new();

    /// <summary>A list register with HW set at an RMI_REC_ENTER that was refused; null without one.</summary>
    public ulong? RefusedListRegister => _refusals.ListRegister;

    /// <summary>What was alive when RMI_REALM_DESTROY was refused; null where it was not, or the RMM does not show it.</summary>
    public string? AliveAtRefusal => _refusals.Alive;

    /// <summary>RMM_BOOT_COMPLETE calls.</summary>
    public IReadOnlyList<CallRecord> Boot => _refusals.Boot;

    /// <summary>Wires it.</summary>
    /// <param name="ledger">Tells of calls.</param>
    /// <param name="exceptions">Tells of exceptions.</param>
    internal void Listen(CallLedger ledger, ExceptionHistory exceptions)
    {
        ledger.Subscribe(this);
        exceptions.Subscribe((IExceptionObserver)Scenes);
        exceptions.Subscribe((IExceptionReturnObserver)Scenes);
        exceptions.Subscribe(Exits);
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        Facts.OnCall(pe, call);
        Events.OnCall(pe, call);
        RealmCalls.OnCall(pe, call);
        Exits.OnCall(pe, call);
        Build.OnCall(pe, call);
        _refusals.OnCall(pe, call);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        Facts.OnReturn(pe, call);
        Events.OnReturn(pe, call);
        RealmCalls.OnReturn(pe, call);
        Failures.OnReturn(pe, call);
        Changes.Note(call, _bus.EventCount);
        Exits.OnReturn(pe, call);
        Build.OnReturn(pe, call);
        _refusals.OnReturn(pe, call);
    }

    /// <summary>The IPAs that anything that was recorded is about.</summary>
    internal IEnumerable<ulong> AddressesOfInterest()
    {
        ulong shared = 1UL << ((Facts.IpaWidth ?? 64) - 1);
        foreach (FaultScene scene in Scenes.Scenes)
        {
            if (scene.Record.FaultIpa is { } ipa)
                yield return ipa;
            yield return scene.PC;
        }
        foreach (RecExitRecord exit in Exits.Exits)
        {
            if (exit.FaultIpa != 0)
                yield return exit.FaultIpa;
            if (exit.Exit is { Reason: Arm.Rmi.RmiRecExitReason.RipasChange } change)
                yield return change.Detail0;
            yield return exit.Data;
        }
        foreach (Change mapped in Changes.SharedPages)
            yield return mapped.Base & ~shared;
        // Addresses are given to devices in two halves of 32 bits.
        foreach ((ulong register, DeviceWrite low) in Exits.DeviceWrites)
            yield return (Exits.DeviceWrites.GetValueOrDefault(register + 4).Value << 32 | (uint)low.Value) & ~shared;
        foreach (CallRecord call in RealmCalls.Calls)
            yield return call.Arguments[1];
        if (Build.FirstArgument is { } tree)
            yield return tree;
    }
}
