using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Tests.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>A board with the real hypervisor under the fake RMM.</summary>
internal sealed class FakeWorld : IDisposable
{
    public const ulong Ram = GuestMemoryLayout.RamBase;
    public const ulong Block = 0x20_0000;

    private readonly Machine.Machine _machine = new(new MachineOptions());
    private readonly List<byte> _console = [];

    public FakeWorld(RealmLaunch? launch = null)
    {
        Launch = launch ?? new RealmLaunch { Image = OnePage() };
        Hypervisor = new HypervisorFirmware(_machine, Launch, _console.Add);
        Rmm = new FakeRmm(Hypervisor);
        _machine.Attach(Rmm);
        _machine.Attach(Hypervisor);
    }

    public RealmLaunch Launch { get; }
    public HypervisorFirmware Hypervisor { get; }
    public FakeRmm Rmm { get; }
    public string Console => System.Text.Encoding.ASCII.GetString([.. _console]);

    public ulong SharedBit => 1UL << (Launch.EffectiveIpaBits - 1);

    public static Elf64Image OnePage() => Parse(ElfBuilder.WithCode());

    public static Elf64Image Parse(ElfBuilder builder)
    {
        Assert.That(Elf64Image.TryParse(builder.Build(), out Elf64Image? image, out ImageError? error), Is.True, error?.Message);
        return image!;
    }

    /// <summary>Adds an action of the guest.</summary>
    public FakeWorld Then(Action<FakeExit> action)
    {
        Rmm.Guest.Enqueue(action);
        return this;
    }

    /// <summary>Runs to the end.</summary>
    public RealmOutcome Run()
    {
        _machine.Reset();
        Assert.That(_machine.Run(100_000), Is.EqualTo(MachineStop.Requested));
        return Hypervisor.Outcome!;
    }

    /// <summary>Runs to the end and checks that all of the host's memory is the host's again, but for the leaks it reports.</summary>
    public RealmOutcome RunAndAccount()
    {
        RealmOutcome outcome = Run();
        ulong leaked = outcome.Leaks.Aggregate(0UL, (sum, leak) => sum + leak.SizeBytes);
        ulong all = HostMemoryMap.Usable(_machine.Options).TotalBytes;
        Assert.That(Hypervisor.Memory!.FreeBytes + leaked, Is.EqualTo(all), $"memory is neither free nor reported lost: {outcome.Summary}");
        foreach ((ulong granule, GranuleState state) in Rmm.Granules)
        {
            Assert.That(outcome.Leaks.Any(leak => granule >= leak.Address && granule < leak.Address + leak.SizeBytes), Is.True,
                $"granule 0x{granule:X} is {state}, and not reported lost");
        }
        return outcome;
    }

    public void Dispose() => _machine.Dispose();
}
