using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Diagnostics.Reports;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Benchmarks.Measuring;

/// <summary>A machine that runs an image once, with some who listen.</summary>
internal sealed class MeasuredRun : IDisposable
{
    private readonly Machine.Machine _machine;
    private readonly HypervisorFirmware _hypervisor;

    /// <summary>Builds it; nothing has run yet.</summary>
    /// <param name="image">Name of the image in images/.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="listeners">Who listens.</param>
    public MeasuredRun(string image, ulong argument, Listeners listeners)
    {
        string path = Repository.Image(image + ".elf");
        if (!ImageFile.TryLoad(path, out Elf64Image? loaded, out ImageError? error))
            throw new InvalidOperationException(error.Message);
        _machine = new Machine.Machine(new MachineOptions { Dram2Bytes = 0 });
        Action<byte> console = Listen(listeners);
        _hypervisor = new HypervisorFirmware(_machine, new RealmLaunch { Image = loaded, MemoryBytes = 64 << 20, Argument = argument }, console);
        _machine.Attach(new MonitorFirmware(_machine, new MonitorOptions()));
        _machine.Attach(new RmmFirmware(_machine, new RmmOptions()));
        _machine.Attach(_hypervisor);
        _machine.Reset();
    }

    /// <summary>Digest of the run.</summary>
    public ulong Digest => _machine.Digest;

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        _machine.Run();
        if (_hypervisor.Outcome is not { Kind: RealmOutcomeKind.Passed })
            throw new InvalidOperationException(_hypervisor.Outcome?.Summary);
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    private Action<byte> Listen(Listeners listeners)
    {
        if (listeners == Listeners.Nobody)
            return _ => { };
        var recorder = new RunRecorder(_machine);
        if (listeners == Listeners.Ledger)
            new CrossingLedger(_machine, [ShippedProfiles.Load("a55-opencca")]).Attach(recorder);
        return listeners == Listeners.Timeline ? new RunTimeline(_machine, recorder, ShippedProfiles.Load("machine")).OnConsole : _ => { };
    }
}
