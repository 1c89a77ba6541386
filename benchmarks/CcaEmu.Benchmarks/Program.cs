using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["walk-figures"])
{
    CcaEmu.Benchmarks.WalkFigures.Print();
    return 0;
}

if (args is ["vs-qemu", .. var arguments])
    return CcaEmu.Benchmarks.VsQemu.Comparison.Start(arguments);

if (args is ["workload", var name, var iterations])
    return CcaEmu.Benchmarks.VsQemu.Native.Print(name, iterations);

// In this process: what is measured is ours alone, and nothing has to be built a second time.
Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(7).WithWarmupCount(3);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator));
return 0;
