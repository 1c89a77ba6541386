using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Machine;
using CcaEmu.Monitor;

namespace CcaEmu.Cli;

/// <summary>One machine with its managed layers and one realm image: monitor, RMM, hypervisor, and those who listen.</summary>
internal sealed class Emulation : IDisposable
{
    /// <summary>Where a realm's RAM begins in its IPA space.</summary>
    public const ulong RamBase = 0x8000_0000;

    private readonly Machine.Machine _machine;
    private readonly RunRequest _request;

    public Emulation(RunRequest request, Elf64Image image, Action<byte> console)
    {
        _request = request;
        _machine = new Machine.Machine(new MachineOptions { Seed = request.Seed });
        Recorder = new RunRecorder(_machine);
        Symbolizer = address => image.TrySymbolize(new Arm.VirtualAddress(address), out string? name, out ulong offset)
            ? offset == 0 ? name : $"{name}+0x{offset:x}" : null;
        _machine.Attach(new MonitorFirmware(_machine, new MonitorOptions()));
        _machine.Reset();
    }

    public RunRecorder Recorder { get; }

    public Symbolizer Symbolizer { get; }

    public EmulationResult Run(CancellationToken interrupted)
    {
        return new EmulationResult(RunStatus.HostError, "the layers are not merged yet", ExitCodes.Failed, null);
    }

    public void Dispose() => _machine.Dispose();
}
