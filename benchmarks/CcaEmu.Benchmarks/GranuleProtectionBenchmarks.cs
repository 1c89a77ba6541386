using BenchmarkDotNet.Attributes;
using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks;

/// <summary>One granule protection check: from the cache, and walked through level 0 and level 1.</summary>
[MemoryDiagnoser]
public class GranuleProtectionBenchmarks
{
    private const int Checks = 4096;
    private MappedMachine _mapped = null!;

    [GlobalSetup]
    public void Setup() => _mapped = new MappedMachine(granuleProtection: true);

    [GlobalCleanup]
    public void Cleanup() => _mapped.Dispose();

    [Benchmark(OperationsPerInvoke = Checks, Baseline = true)]
    public int Cached()
    {
        int admitted = 0;
        for (ulong i = 0; i < Checks; i++)
            admitted += _mapped.Pe.Physical.Admits(new PhysicalAddress(0xA000_0000 + i * 0x1000, Pas.Realm)) ? 1 : 0;
        return admitted;
    }

    [Benchmark(OperationsPerInvoke = Checks)]
    public int Walked()
    {
        int admitted = 0;
        for (ulong i = 0; i < Checks; i++)
            admitted += _mapped.Pe.Physical.Check(new PhysicalAddress(0xA000_0000 + i * 0x1000, Pas.Realm)).Passed ? 1 : 0;
        return admitted;
    }
}
