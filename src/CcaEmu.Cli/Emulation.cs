using System.Buffers.Binary;
using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Tracing;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Verdicts;
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
    private readonly RealmLaunch _launch;
    private readonly FvpDevices _devices;
    private readonly MonitorFirmware _monitor;
    private readonly HypervisorFirmware _hypervisor;

    /// <summary>Builds everything; nothing has run yet.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="launch">The guest, with an image that fits in the memory asked for.</param>
    /// <param name="console">Takes what the guest prints.</param>
    /// <param name="first">Hears of every event before everybody else: a test that plays a host which makes mistakes; null for none.</param>
    public Emulation(RunRequest request, RealmLaunch launch, Action<byte> console, IPeObserver? first = null)
    {
        (_request, _launch) = (request, launch);
        Machine = new Machine.Machine(new MachineOptions
        {
            PeCount = request.Pes,
            Seed = request.Seed,
            Features = request.AllCpuFeatures,
            Dram2Bytes = SecondBankFor(request.MemoryBytes),
            MaxResets = request.MaxResets,
        });
        // Those of the board, for whoever runs in the host's world; the guest's are its VMM's.
        _devices = new FvpDevices(Machine, new FvpDeviceOptions());
        if (first is not null)
            Machine.Bus.Subscribe(first);
        Recorder = new RunRecorder(Machine);
        Symbolizer = address => TracedImage.Name(launch.Image, address);
        Code = address => WordAt(launch.Image, address);
        Lines = address => (launch.Image as Elf64Image)?.FindLine(new VirtualAddress(address));
        _monitor = new MonitorFirmware(Machine, new MonitorOptions { DynamicLevel1Gpts = request.Gpt == GptMode.Dynamic });
        _hypervisor = new HypervisorFirmware(Machine, launch, console);
        Machine.Attach(_monitor);
        Rmm = new RmmFirmware(Machine, new RmmOptions
        {
            Sro = request.RmmSro,
            SroSeed = request.Seed,
            ChecksIsolation = request.ChecksIsolation,
            RimInitialValue = request.RmmRim,
            RemInput = request.RmmRem,
            TokenForm = request.RmmToken,
        });
        Machine.Attach(Rmm);
        Machine.Attach(_hypervisor);
        Recorder.Evidence.Scenes.Inspector = Rmm.Inspector;
        _hypervisor.RealmEnding += OnRealmEnding;
        Map = GuestMaps.Of(launch.Image, request.MemoryBytes, launch.Disk is not null, request.HostPageSize.EntrySizeBytes(3));
        Machine.Reset();
    }

    /// <summary>The machine.</summary>
    public Machine.Machine Machine { get; }

    /// <summary>The RMM.</summary>
    public RmmFirmware Rmm { get; }

    /// <summary>Those who listen.</summary>
    public RunRecorder Recorder { get; }

    /// <summary>What the guest was given.</summary>
    public GuestMap Map { get; }

    /// <summary>The machine as it was when the realm had ended, or when the run was ended; null before.</summary>
    public EndState? End { get; private set; }

    /// <summary>Whether the run ends where the realm has ended, with everything it was made of still there to look at.</summary>
    public bool StopsBeforeTeardown { get; init; }

    /// <summary>What a PE went round in for ever, where the run ended for that; else null.</summary>
    public LoopReport? Loop { get; private set; }

    /// <summary>Names addresses of the image.</summary>
    public Symbolizer Symbolizer { get; }

    /// <summary>Names source lines of the image.</summary>
    public LineFinder Lines { get; }

    /// <summary>Reads the image's code as it was loaded.</summary>
    public CodeReader Code { get; }

    /// <summary>Runs until the realm ends, the limit is reached, or the user interrupts.</summary>
    /// <param name="interrupted">Cancelled when the user wants the run to end.</param>
    public EmulationResult Run(CancellationToken interrupted)
    {
        EmulationResult result = RunToEnd(interrupted);
        string? rim = End?.Realms.LastOrDefault()?.Rim;
        bool isAnother = result.Status == RunStatus.Passed && _request.ExpectedRim is { } expected && !expected.Equals(rim, StringComparison.OrdinalIgnoreCase);
        return isAnother
            ? new EmulationResult(RunStatus.Failed, $"the guest passed, but it is not the expected one: its RIM is {rim ?? "not known"}", ExitCodes.Failed, result.GuestStatus)
            : result;
    }

    private EmulationResult RunToEnd(CancellationToken interrupted)
    {
        using CancellationTokenRegistration stop = interrupted.Register(Machine.RequestStop);
        MachineStop stopped = interrupted.IsCancellationRequested ? MachineStop.Requested : RunWatched(_request.MaxInstructions);
        End ??= EndState.Of(Machine, Recorder.Evidence);
        if (Loop is { } loop)
        {
            string what = loop.HasException ? "takes the same exceptions again and again" : "goes round in a loop that it cannot leave";
            return new EmulationResult(RunStatus.Faulted, $"the guest makes no progress: PE{loop.PeIndex} {what}", ExitCodes.Failed, null);
        }
        if (_hypervisor.Outcome is { } outcome)
            return new EmulationResult(StatusOf(outcome.Kind), Phrase(outcome.Summary), outcome.ExitCode, outcome.GuestStatus);
        if ((_monitor.FatalError ?? Rmm.FatalError) is { } fatal)
            return new EmulationResult(RunStatus.HostError, Phrase(fatal), ExitCodes.Failed, null);
        return stopped switch
        {
            MachineStop.InstructionLimit => new EmulationResult(
                RunStatus.LimitReached, $"the limit of {_request.MaxInstructions} instructions and exceptions was reached",
                ExitCodes.LimitReached, null),
            MachineStop.AllWaiting => new EmulationResult(
                RunStatus.Faulted, $"every PE waits for an interrupt, and none can come ({Machine.Describe().Replace("\n", ", ")})", ExitCodes.Failed, null),
            MachineStop.AllOff => new EmulationResult(RunStatus.Failed, "every PE is off", ExitCodes.Failed, null),
            MachineStop.ResetRequested => new EmulationResult(RunStatus.Failed,
                $"{Machine.LastResetCause?.Describe()} reset the board again after {Machine.ResetCount} resets; --max-resets lets it be reset more often",
                ExitCodes.Failed, null),
            _ when interrupted.IsCancellationRequested => new EmulationResult(
                RunStatus.Interrupted, "the user stopped the run", ExitCodes.Interrupted, null),
            _ => new EmulationResult(
                RunStatus.HostError, "the machine was turned off before the realm had ended", ExitCodes.Failed, null),
        };
    }

    /// <summary>What a guest that was cut off was doing: where its PEs stay within a few instructions. The PEs go on a little.</summary>
    /// <returns>Null where they do not, or no guest code was executing.</returns>
    public LoopReport? FindLoop()
    {
        LoopReport? found = null;
        foreach (ProcessingElement pe in Machine.Pes.Where(pe => Machine.IsOn(pe) && !pe.AtManagedLayer && !pe.WaitingForInterrupt))
        {
            if ((ProgressWatch.Trace(pe) ?? ProgressWatch.Sample(pe)) is { } loop)
                found = found is null ? loop : found with { LoopingPes = found.LoopingPes + 1 };
        }
        return found;
    }

    /// <summary>Judges a run that is over.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="stale">Stale translations that were used, where the run looked for them.</param>
    /// <returns>Null for a run that passed.</returns>
    public Verdict? Judge(EmulationResult result, IReadOnlyList<StaleTranslation> stale) => result.Status == RunStatus.Passed ? null : Verdict.Of(new CaseFile
    {
        Status = result.Status,
        What = result.Reason,
        GuestStatus = result.GuestStatus,
        Evidence = Recorder.Evidence,
        Exceptions = Recorder.Exceptions,
        End = End,
        Loop = Loop ?? FindLoop(),
        Map = Map,
        StaleTranslations = stale,
        ExpectedRim = _request.ExpectedRim,
        Symbolizer = Symbolizer,
        Lines = Lines,
        Code = Code,
    });

    private void OnRealmEnding()
    {
        End ??= EndState.Of(Machine, Recorder.Evidence);
        if (StopsBeforeTeardown)
            Machine.RequestStop();
    }

    // Looks now and then whether anything can still happen: always at the same instructions, so that a run stays repeatable. For short loops after
    // 2, 4 and 8 million instructions, then for long ones too every 16 million.
    private MachineStop RunWatched(ulong limit)
    {
        const ulong slice = 1UL << 16;
        const ulong first = 32, thorough = 256;
        const int shortLoop = 1024, longLoop = 1 << 16;
        var watch = new ProgressWatch(Machine, Recorder.Exceptions, Recorder.Evidence);
        for (ulong used = 0, n = 1; ; used += slice, n++)
        {
            ulong left = limit - used;
            MachineStop stopped = Machine.Run(Math.Min(left, slice));
            if (stopped != MachineStop.InstructionLimit || left <= slice)
                return stopped;
            Loop = watch.LookForNestedFaults();
            if (n % thorough == 0)
                Loop ??= watch.Look(longLoop);
            else if (n >= first && BitOperations.IsPow2(n))
                Loop ??= watch.Look(shortLoop);
            if (Loop is not null)
                return MachineStop.AllWaiting;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _devices.Dispose();
        Machine.Dispose();
        (_launch.Disk as IDisposable)?.Dispose();
    }

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

    private static uint? WordAt(IGuestImage image, ulong address)
    {
        foreach (ImageSegment segment in image.Segments)
        {
            ulong offset = address - segment.VirtualAddress.Value;
            if (segment.IsExecutable && (address & 3) == 0 && offset < (ulong)segment.Data.Length && segment.Data.Length - (int)offset >= 4)
                return BinaryPrimitives.ReadUInt32LittleEndian(segment.Data.Span[(int)offset..]);
        }
        return null;
    }
}
