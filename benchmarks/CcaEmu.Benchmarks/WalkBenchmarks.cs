using BenchmarkDotNet.Attributes;
using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Benchmarks;

/// <summary>A full nested walk (24 descriptor fetches) over 64 MiB at random, with the granule protection check on and off.</summary>
[MemoryDiagnoser]
public class WalkBenchmarks
{
    private const int Walks = 4096;
    private MappedMachine _with = null!;
    private MappedMachine _without = null!;

    [GlobalSetup]
    public void Setup()
    {
        _with = new MappedMachine(granuleProtection: true);
        _without = new MappedMachine(granuleProtection: false);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _with.Dispose();
        _without.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Walks, Baseline = true)]
    public int NestedWithoutGpt() => Walk(_without.Pe);

    [Benchmark(OperationsPerInvoke = Walks)]
    public int NestedWithGpt() => Walk(_with.Pe);

    private static int Walk(ProcessingElement pe)
    {
        int reached = 0;
        ulong page = 1;
        for (int i = 0; i < Walks; i++)
        {
            page = (page * 5 + 3) & (MappedMachine.Pages - 1);
            reached += pe.Translate(new VirtualAddress(MappedMachine.VirtualBase + page * 0x1000), AccessKind.Read, out _, out _) ? 1 : 0;
        }
        return reached == Walks ? reached : throw new InvalidOperationException($"{reached} of {Walks} walks reached memory");
    }
}
