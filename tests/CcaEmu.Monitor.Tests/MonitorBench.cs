using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Monitor.Tests;

/// <summary>A machine with the real monitor, and an RMM and a hypervisor that a test plays.</summary>
internal sealed class MonitorBench : IDisposable
{
    public MonitorBench(MonitorOptions options)
        : this(1, options)
    {
    }

    public MonitorBench(int peCount = 1, MonitorOptions? options = null, PeFeatures? features = null)
    {
        Machine = new Machine.Machine(new MachineOptions { PeCount = peCount, Features = features ?? PeFeatures.Default });
        Monitor = new MonitorFirmware(Machine, options ?? new MonitorOptions());
        Rmm = new ScriptedLayer(ExceptionLevel.EL2, SecurityState.Realm, FvpMemoryMap.Rmm);
        Host = new ScriptedLayer(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor);
        Machine.Attach(Monitor);
        Machine.Attach(Rmm);
        Machine.Attach(Host);
        Rmm.Entry = pe => CallFrom(Rmm, pe, new SmcCall((uint)RmmEl3Command.BootComplete));
        Host.Entry = _ => Machine.RequestStop();
        Host.Resume = _ => Machine.RequestStop();
    }

    public Machine.Machine Machine { get; }

    public MonitorFirmware Monitor { get; }

    public ScriptedLayer Rmm { get; }

    public ScriptedLayer Host { get; }

    public ProcessingElement Pe => Machine.Pes[0];

    public void Boot()
    {
        Machine.Reset();
        Assert.That(Machine.Run(10_000), Is.EqualTo(MachineStop.Requested));
        Assert.That(Pe.SecurityState, Is.EqualTo(SecurityState.NonSecure), Monitor.FatalError);
    }

    /// <summary>An SMC of the Non-secure host, with the RMM doing <paramref name="rmm"/> when the call reaches it.</summary>
    public SmcCall HostCall(SmcCall call, Action<ProcessingElement>? rmm = null)
    {
        Rmm.Resume = rmm ?? (_ => throw new AssertionException("the call reached the RMM"));
        CallFrom(Host, Pe, call);
        Assert.That(Machine.Run(10_000), Is.EqualTo(MachineStop.Requested));
        return SmcCall.From(Pe);
    }

    /// <summary>An SMC of the Non-secure host on any PE; the machine runs until something stops it.</summary>
    public MachineStop CallOn(ProcessingElement pe, SmcCall call)
    {
        CallFrom(Host, pe, call);
        return Machine.Run(10_000);
    }

    /// <summary>An SMC that the RMM makes while it serves an RMI; gives its results.</summary>
    public SmcCall RmmCall(SmcCall call)
    {
        SmcCall result = default;
        HostCall(new SmcCall(0xC400_0150), pe =>
        {
            Rmm.Resume = after =>
            {
                result = SmcCall.From(after);
                CallFrom(Rmm, after, new SmcCall((uint)RmmEl3Command.RmiReqComplete));
            };
            CallFrom(Rmm, pe, call);
        });
        return result;
    }

    public static void CallFrom(ScriptedLayer layer, ProcessingElement pe, SmcCall call)
    {
        call.CopyTo(pe);
        layer.CallSecureMonitor(pe);
    }

    public void Dispose() => Machine.Dispose();
}
