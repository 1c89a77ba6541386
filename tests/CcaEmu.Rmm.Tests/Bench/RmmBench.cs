using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Machine.Firmware;
using CcaEmu.Memory;
using CcaEmu.Monitor;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>A machine with the real monitor and RMM, and a host that a test plays command by command.</summary>
internal sealed class RmmBench : IDisposable
{
    public const ulong Granule = 0x1000;

    private readonly HostLayer _host;
    private readonly bool _mustBeSound;
    private ulong _nextGranule = 0x9000_0000;

    /// <summary>Boots, and activates the RMM unless told otherwise.</summary>
    public RmmBench(
        RmmOptions? options = null, bool activate = true, MonitorOptions? monitor = null, bool? mustBeSound = null, bool checks = true, PeFeatures? features = null)
    {
        Machine = new Machine.Machine(new MachineOptions { Features = features ?? PeFeatures.Default });
        Monitor = new MonitorFirmware(Machine, monitor ?? new MonitorOptions());
        // A test that changes what the RMM knows behind its back says so.
        _mustBeSound = mustBeSound ?? true;
        Rmm = new RmmFirmware(Machine, (options ?? new RmmOptions()) with { ChecksIsolation = checks });
        _host = new HostLayer(Machine);
        Machine.Attach(Monitor);
        Machine.Attach(Rmm);
        Machine.Attach(_host);
        Machine.Reset();
        Assert.That(Machine.Run(10_000), Is.EqualTo(MachineStop.Requested), Monitor.FatalError);
        Assert.That(Pe.SecurityState, Is.EqualTo(SecurityState.NonSecure), Monitor.FatalError);
        if (activate)
            Succeed(RmiCommand.RmmActivate);
    }

    public Machine.Machine Machine { get; }

    public MonitorFirmware Monitor { get; }

    public RmmFirmware Rmm { get; }

    public ProcessingElement Pe => Machine.Pes[0];

    /// <summary>Results of the last command, X0 to X7.</summary>
    public ulong[] X { get; } = new ulong[8];

    /// <summary>Carries commands through; null for a host that makes each call once.</summary>
    public PatientHost? Patient { get; set; }

    /// <summary>Makes a command.</summary>
    public RmiResult Rmi(RmiCommand command, params ReadOnlySpan<ulong> arguments) => Patient?.Make(command, arguments).Result ?? Once(command, arguments);

    /// <summary>Makes one call of a command, whatever it answers.</summary>
    public RmiResult Once(RmiCommand command, params ReadOnlySpan<ulong> arguments) => new(Smc((ulong)command, arguments));

    /// <summary>Makes a command that need not come back.</summary>
    public MachineStop Begin(RmiCommand command, params ReadOnlySpan<ulong> arguments) => Begin((ulong)command, arguments);

    private MachineStop Begin(ulong functionId, params ReadOnlySpan<ulong> arguments)
    {
        for (int i = 1; i < 8; i++)
            Pe.X(i) = i <= arguments.Length ? arguments[i - 1] : 0;
        Pe.X(0) = functionId;
        _host.CallSecureMonitor(Pe);
        return Machine.Run(50_000_000);
    }

    /// <summary>Makes a call and gives X0.</summary>
    public ulong Smc(ulong functionId, params ReadOnlySpan<ulong> arguments)
    {
        MachineStop stop = Begin(functionId, arguments);
        Assert.That(stop, Is.EqualTo(MachineStop.Requested), $"the call 0x{functionId:x} did not come back");
        Assert.That(Monitor.FatalError, Is.Null);
        Assert.That(Pe.SecurityState, Is.EqualTo(SecurityState.NonSecure));
        for (int i = 0; i < 8; i++)
            X[i] = Pe.X(i);
        if (_mustBeSound)
            Assert.That(Rmm.IsolationFindings, Is.Empty);
        return X[0];
    }

    /// <summary>Makes a command that must succeed.</summary>
    public void Succeed(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        RmiResult result = Rmi(command, arguments);
        Assert.That(result, Is.EqualTo(RmiResult.Success), command.ToString());
    }

    /// <summary>Puts a host that makes call after call in place of this one; it cannot come back.</summary>
    public CommandLoop Loop()
    {
        Machine.Detach(ExceptionLevel.EL2, SecurityState.NonSecure);
        var loop = new CommandLoop(Machine);
        Machine.Attach(loop);
        return loop;
    }

    /// <summary>What the monitor answers to a call that it is to refuse; null while it refuses none.</summary>
    public FirmeStatus? Refusal { get; private set; }

    /// <summary>Has the monitor refuse a call of the RMM from now on.</summary>
    /// <param name="call">Which.</param>
    /// <param name="answer">What it answers.</param>
    public void Refuse(FirmeCommand call, FirmeStatus answer)
    {
        Refusal = answer;
        Replace(new RefusingMonitor(Monitor, pe => pe.X(0) == (ulong)call, (long)answer));
    }

    /// <summary>Has the monitor answer AGAIN to some calls of the RMM.</summary>
    /// <param name="isSlow">Which.</param>
    public void Delay(Func<ProcessingElement, bool> isSlow) => Replace(new RefusingMonitor(Monitor, isSlow, (long)RmmEl3Status.Again));

    /// <summary>Has the monitor do everything again.</summary>
    public void Relent() => Replace(Monitor);

    private void Replace(ManagedFirmware monitor)
    {
        Machine.Detach(ExceptionLevel.EL3, SecurityState.Root);
        Machine.Attach(monitor);
    }

    /// <summary>A granule of the host nobody has used yet.</summary>
    public ulong NewGranule(ulong count = 1, ulong alignment = Granule)
    {
        _nextGranule = (_nextGranule + alignment - 1) & ~(alignment - 1);
        ulong granule = _nextGranule;
        _nextGranule += count * Granule;
        return granule;
    }

    /// <summary>Does something with granules from elsewhere, in another tracking region for example.</summary>
    public void WithGranulesAt(ulong address, Action action)
    {
        (ulong old, _nextGranule) = (_nextGranule, address);
        action();
        _nextGranule = old;
    }

    /// <summary>New granules, delegated.</summary>
    public ulong NewDelegated(ulong count = 1, ulong alignment = Granule)
    {
        ulong granule = NewGranule(count, alignment);
        Delegate(granule, count);
        return granule;
    }

    /// <summary>Delegates granules.</summary>
    public void Delegate(ulong granule, ulong count = 1)
    {
        ulong top = granule + count * Granule;
        while (granule < top)
        {
            Succeed(RmiCommand.GranuleRangeDelegate, granule, top);
            Assert.That(X[1], Is.GreaterThan(granule));
            granule = X[1];
        }
    }

    /// <summary>Undelegates granules.</summary>
    public void Undelegate(ulong granule, ulong count = 1)
    {
        ulong top = granule + count * Granule;
        while (granule < top)
        {
            Succeed(RmiCommand.GranuleRangeUndelegate, granule, top);
            Assert.That(X[1], Is.GreaterThan(granule));
            granule = X[1];
        }
    }

    /// <summary>A page of the host with contents.</summary>
    public ulong NewPage(ReadOnlySpan<byte> contents)
    {
        ulong page = NewGranule();
        Write(page, contents);
        return page;
    }

    /// <summary>Writes the host's memory.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> bytes) =>
        Assert.That(Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok, $"host write at 0x{address:x}");

    /// <summary>Writes the host's memory.</summary>
    public void Write64(ulong address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Write(address, bytes);
    }

    /// <summary>Reads the host's memory.</summary>
    public ulong Read64(ulong address)
    {
        Assert.That(
            Pe.Physical.Read(new PhysicalAddress(address, Pas.NonSecure), 8, out ulong value).Ok,
            $"host read at 0x{address:x}");
        return value;
    }

    /// <summary>Reads the memory of a world without being it.</summary>
    public byte[] Peek(ulong address, int size)
    {
        var bytes = new byte[size];
        foreach (Pas pas in new[] { Pas.NonSecure, Pas.Realm })
        {
            if (Pe.Physical.Read(new PhysicalAddress(address, pas), bytes).Ok)
                return bytes;
        }
        throw new AssertionException($"nobody can read 0x{address:x}");
    }

    public void Dispose() => Machine.Dispose();
}
