using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CcaEmu.Benchmarks;

switch (args)
{
    case ["walk-figures", ..]:
        WalkFigures.Print(args.Length > 1 ? args[1] : "");
        return 0;
    case ["gpc-on-off"]:
        ProtectionOnOff.Print();
        return 0;
    case ["allocations"]:
        return AllocationFigures.Print() ? 0 : 1;
    case ["rmi", ..]:
        return CcaEmu.Benchmarks.Rmi.RmiFigures.Print(args.Length > 1 ? args[1] : "") ? 0 : 1;
    case ["measuring", ..]:
        CcaEmu.Benchmarks.Measuring.MeasuringFigures.Print(args.Length > 1 ? args[1] : "");
        return 0;
    case ["trace", ..]:
        CcaEmu.Benchmarks.Tracing.TraceFigures.Print(args.Length > 1 ? args[1] : "", args.Length > 2 ? args[2] : "");
        return 0;
    case ["growth", string folder]:
        GrowthReport.Write(folder);
        return 0;
}

if (args is ["vs-qemu", .. var arguments])
    return CcaEmu.Benchmarks.VsQemu.Comparison.Start(arguments);

if (args is [CcaEmu.Benchmarks.VsQemu.Native.Verb, .. var workload])
    return CcaEmu.Benchmarks.VsQemu.Native.Print(workload);

// In this process: what is measured is ours alone, and nothing has to be built a second time.
Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(7).WithWarmupCount(3);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator));
return 0;
