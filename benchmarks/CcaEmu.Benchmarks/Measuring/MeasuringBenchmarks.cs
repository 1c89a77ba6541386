using BenchmarkDotNet.Attributes;

namespace CcaEmu.Benchmarks.Measuring;

/// <summary>What listening costs a run that does nothing but cross between worlds: 20,000 host calls, world switches both ways in each.</summary>
[MemoryDiagnoser]
public class MeasuringBenchmarks
{
    private const ulong HostCalls = 20_000;

    private MeasuredRun _run = null!;

    /// <summary>Who listens.</summary>
    [Params(Listeners.Nobody, Listeners.Evidence, Listeners.Ledger, Listeners.Timeline)]
    public Listeners Listening { get; set; }

    [IterationSetup]
    public void Build() => _run = new MeasuredRun("hostcall", HostCalls, Listening);

    [Benchmark(OperationsPerInvoke = (int)HostCalls)]
    public void Run() => _run.Run();

    [IterationCleanup]
    public void Dispose() => _run.Dispose();
}
