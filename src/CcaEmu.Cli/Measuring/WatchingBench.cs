using CcaEmu.Cli.Disks;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Runs;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Measuring;

/// <summary>Measures what those who look at a run cost it: runs the same guest again, with others like them and without.</summary>
/// <param name="request">What the user asks for.</param>
/// <param name="launch">The guest; its disk, if it has one, is only read.</param>
/// <param name="attachments">Those who look at the run.</param>
internal sealed class WatchingBench(RunRequest request, RealmLaunch launch, AttachmentSet attachments)
{
    // Of a long run its beginning stands for all of it.
    private const ulong MostInstructions = 16_000_000;
    private const int Warm = 4, FewestRounds = 7, MostRounds = 41;
    private const double EnoughMilliseconds = 2000;

    private readonly RunRequest _request = request with { MaxInstructions = Math.Min(request.MaxInstructions, MostInstructions) };
    private readonly HashSet<ulong> _digests = [];
    private bool _isCut;

    /// <summary>Measures.</summary>
    /// <param name="interrupted">Cancelled when the user wants the run to end.</param>
    /// <returns>Null where the user did not wait for it.</returns>
    public WatchingCost? Measure(CancellationToken interrupted)
    {
        // The shorter a run, the more its time is by chance, and the more rounds there is time for.
        double once = Time(isWatched: false, interrupted) + Time(isWatched: true, interrupted);
        int rounds = (int)Math.Clamp(EnoughMilliseconds / Math.Max(once, 1), FewestRounds, MostRounds) | 1;
        RoundTimes times = RoundTimes.Measure(Warm, rounds, () => Time(isWatched: false, interrupted), () => Time(isWatched: true, interrupted));
        return interrupted.IsCancellationRequested
            ? null
            : new WatchingCost(rounds, _isCut ? MostInstructions : null, times.MedianOf(0), times.RatioOf(1, 0), _digests.Count == 1);
    }

    private double Time(bool isWatched, CancellationToken interrupted)
    {
        if (interrupted.IsCancellationRequested)
            return 0;
        using AttachmentSet watchers = isWatched ? attachments.Twins() : new AttachmentSet();
        RealmLaunch guest = launch.Disk is { } disk ? launch with { Disk = new SnapshotDisk(disk, closesBelow: false) } : launch;
        using var emulation = new Emulation(_request, guest, watchers.Hear(_ => { }));
        watchers.Attach(emulation);
        double time = RoundTimes.TimeOf(() =>
        {
            _isCut |= emulation.Run(interrupted).Status == RunStatus.LimitReached && request.MaxInstructions > MostInstructions;
            watchers.Close();
        });
        _digests.Add(emulation.Machine.Digest);
        return time;
    }
}
