using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Cli;

/// <summary>One machine with its managed layers (monitor, RMM, hypervisor), one realm image, and those who listen.</summary>
internal sealed class Emulation : IDisposable
{
    private readonly RunRequest _request;
    private readonly MonitorFirmware _monitor;
    private readonly HypervisorFirmware _hypervisor;

    /// <summary>Builds everything; nothing has run yet.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="image">The image, which fits in the memory asked for.</param>
    /// <param name="console">Takes what the guest prints.</param>
    public Emulation(RunRequest request, Elf64Image image, Action<byte> console)
    {
        _request = request;
        Machine = new Machine.Machine(new MachineOptions
        {
            PeCount = request.Pes,
            Seed = request.Seed,
            Features = request.CpuFeatures,
            Dram2Bytes = SecondBankFor(request.MemoryBytes),
        });
        Recorder = new RunRecorder(Machine);
        Symbolizer = address => Name(image, address);
        Code = address => WordAt(image, address);
        _monitor = new MonitorFirmware(Machine, new MonitorOptions { DynamicLevel1Gpts = request.Gpt == GptMode.Dynamic });
        _hypervisor = new HypervisorFirmware(Machine, LaunchOf(request, image), console);
        Machine.Attach(_monitor);
        Rmm = new RmmFirmware(Machine, new RmmOptions { Sro = request.RmmSro, SroSeed = request.Seed, ChecksIsolation = request.ChecksIsolation });
        Machine.Attach(Rmm);
        Machine.Attach(_hypervisor);
        Machine.Reset();
    }

    /// <summary>The machine.</summary>
    public Machine.Machine Machine { get; }

    /// <summary>The RMM.</summary>
    public RmmFirmware Rmm { get; }

    /// <summary>Those who listen.</summary>
    public RunRecorder Recorder { get; }

    /// <summary>Names addresses of the image.</summary>
    public Symbolizer Symbolizer { get; }

    /// <summary>Reads the image's code as it was loaded.</summary>
    public CodeReader Code { get; }

    /// <summary>Runs until the realm ends, the limit is reached, or the user interrupts.</summary>
    /// <param name="interrupted">Cancelled when the user wants the run to end.</param>
    public EmulationResult Run(CancellationToken interrupted)
    {
        using CancellationTokenRegistration stop = interrupted.Register(Machine.RequestStop);
        MachineStop stopped = interrupted.IsCancellationRequested ? MachineStop.Requested : Machine.Run(_request.MaxInstructions);
        if (_hypervisor.Outcome is { } outcome)
            return new EmulationResult(StatusOf(outcome.Kind), Phrase(outcome.Summary), outcome.ExitCode, outcome.GuestStatus);
        if (_monitor.FatalError is { } fatal)
            return new EmulationResult(RunStatus.HostError, Phrase(fatal), ExitCodes.Failed, null);
        return stopped switch
        {
            MachineStop.InstructionLimit => new EmulationResult(
                RunStatus.LimitReached, $"the limit of {_request.MaxInstructions} instructions and exceptions was reached",
                ExitCodes.LimitReached, null),
            MachineStop.AllWaiting => new EmulationResult(
                RunStatus.Faulted, $"every PE waits for an interrupt, and none can come ({Machine.Describe().Replace("\n", ", ")})", ExitCodes.Failed, null),
            MachineStop.AllOff => new EmulationResult(RunStatus.Failed, "every PE is off", ExitCodes.Failed, null),
            MachineStop.ResetRequested => new EmulationResult(RunStatus.Failed, "the host asked for a reset of the machine", ExitCodes.Failed, null),
            _ when interrupted.IsCancellationRequested => new EmulationResult(
                RunStatus.Interrupted, "the user stopped the run", ExitCodes.Interrupted, null),
            _ => new EmulationResult(
                RunStatus.HostError, "the machine was turned off before the realm had ended", ExitCodes.Failed, null),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Machine.Dispose();

    private static RealmLaunch LaunchOf(RunRequest request, Elf64Image image) => new()
    {
        Image = image,
        MemoryBytes = request.MemoryBytes,
        VirtualCpus = request.Pes,
        MeasurementAlgorithm = request.MeasurementAlgorithm,
        PersonalizationValue = request.PersonalizationValue,
        Argument = request.Argument,
        HostPageSize = request.HostPageSize,
        IpaBits = request.IpaBits,
        Lpa2 = request.IpaBits > IpaWidth.WidestWithoutLpa2,
    };

    // The first bank holds a realm of up to 1 GiB and what its host needs beside it: a second one would only have to be protected.
    private static ulong SecondBankFor(ulong realmBytes)
    {
        const ulong gibibyte = 1UL << 30;
        return realmBytes <= FvpMemoryMap.Dram1Size / 2 ? 0 : (realmBytes + gibibyte - 1) / gibibyte * gibibyte;
    }

    private static RunStatus StatusOf(RealmOutcomeKind kind) => kind switch
    {
        RealmOutcomeKind.Passed => RunStatus.Passed,
        RealmOutcomeKind.Failed => RunStatus.Failed,
        RealmOutcomeKind.Faulted => RunStatus.Faulted,
        _ => RunStatus.HostError,
    };

    // Reasons stand behind a colon: no full stop, and no capital unless the first word is a name.
    private static string Phrase(string sentence)
    {
        string phrase = sentence.TrimEnd('.');
        return phrase is [>= 'A' and <= 'Z', >= 'a' and <= 'z' or ' ', ..] ? char.ToLowerInvariant(phrase[0]) + phrase[1..] : phrase;
    }

    private static uint? WordAt(Elf64Image image, ulong address)
    {
        foreach (ImageSegment segment in image.Segments)
        {
            ulong offset = address - segment.VirtualAddress.Value;
            if (segment.IsExecutable && (address & 3) == 0 && offset < (ulong)segment.Data.Length && segment.Data.Length - (int)offset >= 4)
                return BinaryPrimitives.ReadUInt32LittleEndian(segment.Data.Span[(int)offset..]);
        }
        return null;
    }

    private static string? Name(Elf64Image image, ulong address)
    {
        if (!image.TrySymbolize(new VirtualAddress(address), out string? name, out ulong offset))
            return null;
        return offset == 0 ? name : $"{name}+0x{offset:x}";
    }
}
