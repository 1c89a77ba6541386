using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>A host that makes one mistake: its calls are changed where they leave NS-EL2, before anybody else sees them.</summary>
/// <remarks>A mistake of the RMM's or the monitor's is made where they return. Answers may be changed too, after everybody else has seen them: that is what the host makes of them.</remarks>
/// <param name="name">What it does wrong, in words.</param>
internal abstract class HostMistake(string name) : IPeObserver
{
    private RmiCommand? _asked;

    public string Name => name;

    /// <summary>Who makes it, as the page of faults says.</summary>
    public virtual string Who => "a host";

    /// <summary>The image that runs meanwhile.</summary>
    public virtual string Image => "hello";

    /// <summary>PEs and RECs.</summary>
    public virtual int Pes => 1;

    /// <summary>Whether stale translations are looked for.</summary>
    public virtual bool LooksAtTlbs => false;

    /// <summary>The run that it spoils.</summary>
    public Emulation Emulation { get; set; } = null!;

    /// <summary>Takes part behind everybody who listens.</summary>
    public IPeObserver Late => new LateObserver(this);

    /// <summary>Further choices of the run.</summary>
    public virtual RunRequest Adjust(RunRequest request) => request;

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        bool isHosts = taken is { Target: ExceptionLevel.EL3, Source: ExceptionLevel.EL2, SourceState: SecurityState.NonSecure };
        if (!isHosts || !SmcRanges.IsRmi(new SmcFunctionId((uint)pe.X(0))))
            return;
        _asked = (RmiCommand)(uint)pe.X(0);
        Spoil(pe, _asked.Value);
    }

    public virtual void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (from == ExceptionLevel.EL2 && pe is { SecurityState: SecurityState.Realm, CurrentLevel: < ExceptionLevel.EL2 })
            EnterRealm(pe);
    }

    /// <summary>A new one: mistakes remember what they have done.</summary>
    public abstract HostMistake Again();

    /// <summary>A call leaves the host.</summary>
    protected virtual void Spoil(ProcessingElement pe, RmiCommand command)
    {
    }

    /// <summary>The RMM has entered a realm, or returned to it.</summary>
    protected virtual void EnterRealm(ProcessingElement pe)
    {
    }

    /// <summary>The answer to what the host has asked comes back to it.</summary>
    protected virtual void Misread(ProcessingElement pe, RmiCommand asked)
    {
    }

    /// <summary>Has the host make a harmless call instead, which succeeds.</summary>
    protected static void Omit(ProcessingElement pe) => Replace(pe, RmiCommand.Features, 0);

    /// <summary>Has the host make another call instead.</summary>
    protected static void Replace(ProcessingElement pe, RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        pe.X(0) = (ulong)command;
        for (int i = 1; i < 8; i++)
            pe.X(i) = i <= arguments.Length ? arguments[i - 1] : 0;
    }

    protected static ulong Read(ProcessingElement pe, ulong address)
    {
        pe.Physical.Read(new PhysicalAddress(address, Pas.NonSecure), 8, out ulong value);
        return value;
    }

    protected static void Write(ProcessingElement pe, ulong address, ulong value) =>
        Assert.That(pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 8, value).Ok);

    private sealed class LateObserver(HostMistake mistake) : IPeObserver
    {
        public void OnException(ProcessingElement pe, in ExceptionTaken taken)
        {
        }

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
            if (from != ExceptionLevel.EL3 || pe is not { SecurityState: SecurityState.NonSecure, CurrentLevel: ExceptionLevel.EL2 } || mistake._asked is not { } asked)
                return;
            mistake._asked = null;
            mistake.Misread(pe, asked);
        }
    }
}
