using CcaEmu.Cli.Tracing;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Recording;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Benchmarks.Tracing;

/// <summary>A machine that runs an image once as <c>ccaemu run</c> does, traced or not.</summary>
internal sealed class TracedRun : IDisposable
{
    private readonly Machine.Machine _machine;
    private readonly TraceRecorder? _trace;
    private readonly FileStream? _file;
    private readonly BackgroundRelay? _relay;

    /// <summary>Builds it; nothing has run yet.</summary>
    /// <param name="image">Name of the image in images/.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="kinds">What is traced, into a file; null for no trace.</param>
    public TracedRun(string image, ulong argument, TraceKinds? kinds)
    {
        if (!ImageFile.TryLoad(Repository.Image(image + ".elf"), out Elf64Image? loaded, out ImageError? error))
            throw new InvalidOperationException(error.Message);
        _machine = new Machine.Machine(new MachineOptions { Dram2Bytes = 0 });
        var recorder = new RunRecorder(_machine);
        if (kinds is { } wanted)
        {
            _file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            _trace = new TraceRecorder(_machine, recorder, new TraceFileWriter(_file, new TraceHeader { Kinds = wanted }), wanted, _relay = new BackgroundRelay());
        }
        _machine.Attach(new MonitorFirmware(_machine, new MonitorOptions()));
        var rmm = new RmmFirmware(_machine, new RmmOptions());
        if (_trace is not null && (kinds & TraceKinds.Granule) != 0)
            rmm.WatchGranules(_trace.OnGranule);
        _machine.Attach(rmm);
        _machine.Attach(new HypervisorFirmware(
            _machine, new RealmLaunch { Image = loaded, MemoryBytes = 64 << 20, Argument = argument }, value => _trace?.OnConsole(value)));
        _machine.Reset();
    }

    /// <summary>Digest of the run.</summary>
    public ulong Digest => _machine.Digest;

    /// <summary>Instructions retired.</summary>
    public ulong Instructions => _machine.Pes[0].RetiredInstructions;

    /// <summary>Bytes of the trace; 0 for none.</summary>
    public long TraceBytes => _file?.Length ?? 0;

    /// <summary>Runs to the end, and finishes the trace.</summary>
    public void Run()
    {
        _machine.Run();
        _trace?.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _relay?.Dispose();
        _file?.Dispose();
        _machine.Dispose();
    }
}
