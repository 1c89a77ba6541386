using BenchmarkDotNet.Attributes;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Benchmarks;

/// <summary>A realm from creation to the last granule given back, by its size: cost follows what is touched.</summary>
[MemoryDiagnoser]
public class RealmBenchmarks
{
    private Elf64Image _image = null!;

    /// <summary>RAM of the realm in MiB.</summary>
    [Params(64, 1024)]
    public int MemoryMiB { get; set; }

    /// <summary>Image in images/: hello touches four pages, touch as much as its argument says.</summary>
    [Params("hello", "touch")]
    public string Image { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string path = Repository.Image(Image + ".elf");
        if (!ImageFile.TryLoad(path, out Elf64Image? image, out ImageError? error))
            throw new InvalidOperationException(error.Message);
        _image = image;
    }

    /// <summary>Machine, boot of the RMM, create, populate, run, tear down.</summary>
    [Benchmark]
    public ulong Life()
    {
        using var machine = new Machine.Machine(new MachineOptions { Dram2Bytes = 0 });
        var launch = new RealmLaunch { Image = _image, MemoryBytes = (ulong)MemoryMiB << 20, Argument = 2 };
        var hypervisor = new HypervisorFirmware(machine, launch, _ => { });
        machine.Attach(new MonitorFirmware(machine, new MonitorOptions()));
        machine.Attach(new RmmFirmware(machine, new RmmOptions()));
        machine.Attach(hypervisor);
        machine.Reset();
        machine.Run();
        if (hypervisor.Outcome is not { Kind: RealmOutcomeKind.Passed })
            throw new InvalidOperationException(hypervisor.Outcome?.Summary);
        return machine.Memory.TouchedBytes;
    }
}
