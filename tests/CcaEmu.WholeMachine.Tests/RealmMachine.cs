using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.WholeMachine.Tests;

/// <summary>A whole machine with one realm image: monitor, RMM, hypervisor, and a test that listens.</summary>
internal sealed class RealmMachine : IDisposable
{
    private readonly StringBuilder _console = new();

    public RealmMachine(Elf64Image image, ulong memoryBytes = 4 << 20, ulong seed = 1, ulong argument = 0, RmmOptions? options = null, PeFeatures? features = null)
    {
        Machine = new Machine.Machine(new MachineOptions { Seed = seed, Features = features ?? PeFeatures.Default });
        Monitor = new MonitorFirmware(Machine, new MonitorOptions());
        Rmm = new RmmFirmware(Machine, options ?? new RmmOptions());
        var launch = new RealmLaunch { Image = image, MemoryBytes = memoryBytes, Argument = argument };
        Hypervisor = new HypervisorFirmware(Machine, launch, value => _console.Append((char)value));
        Machine.Attach(Monitor);
        Machine.Attach(Rmm);
        Machine.Attach(Hypervisor);
        Machine.Reset();
    }

    public RealmMachine(string imageName, ulong memoryBytes = 4 << 20, ulong seed = 1, ulong argument = 0, RmmOptions? options = null, PeFeatures? features = null)
        : this(Load(imageName), memoryBytes, seed, argument, options, features)
    {
    }

    public Machine.Machine Machine { get; }

    public MonitorFirmware Monitor { get; }

    public RmmFirmware Rmm { get; }

    public HypervisorFirmware Hypervisor { get; }

    public string Console => _console.ToString();

    public ProcessingElement Pe => Machine.Pes[0];

    public static Elf64Image Load(string imageName)
    {
        Assert.That(ImageFile.TryLoad(Repository.Image(imageName), out Elf64Image? image, out ImageError? error), error?.Message);
        return image!;
    }

    /// <summary>Runs to the end; the realm must have passed.</summary>
    public RealmOutcome RunToEnd()
    {
        MachineStop stop = Machine.Run(50_000_000);
        Assert.That(stop, Is.EqualTo(MachineStop.Requested), Monitor.FatalError);
        Assert.That(Hypervisor.Outcome, Is.Not.Null, Monitor.FatalError);
        return Hypervisor.Outcome!;
    }

    /// <summary>Calls back at each exception return to a level in a security state.</summary>
    public void OnReturnTo(ExceptionLevel level, SecurityState state, Action<ProcessingElement> action) =>
        Machine.Bus.Subscribe(new Listener { Return = pe => { if (pe.CurrentLevel == level && pe.SecurityState == state) action(pe); } });

    /// <summary>Calls back at each SMC from a level in a security state.</summary>
    public void OnCallFrom(ExceptionLevel level, SecurityState state, Action<ProcessingElement> action) =>
        Machine.Bus.Subscribe(new Listener
        {
            Exception = (pe, taken) =>
            {
                if (taken.Source == level && taken.SourceState == state && taken.Target == ExceptionLevel.EL3)
                    action(pe);
            },
        });

    public void Dispose() => Machine.Dispose();

    private sealed class Listener : IPeObserver
    {
        public Action<ProcessingElement>? Return { get; init; }

        public Action<ProcessingElement, ExceptionTaken>? Exception { get; init; }

        public void OnException(ProcessingElement pe, in ExceptionTaken taken) => Exception?.Invoke(pe, taken);

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState) => Return?.Invoke(pe);
    }
}
