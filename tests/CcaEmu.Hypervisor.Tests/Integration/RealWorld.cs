using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Tests.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>A board with the real monitor, RMM and hypervisor, and a prebuilt image.</summary>
internal sealed class RealWorld : IDisposable, IPeObserver
{
    private readonly List<byte> _console = [];
    private readonly Dictionary<string, int> _smcs = [];

    public RealWorld(
        string image, Func<RealmLaunch, RealmLaunch>? change = null, ulong seed = 1, RmmOptions? rmm = null, int pes = 1, ulong quantum = 10_000,
        PeFeatures? features = null)
        : this(Parse(PrebuiltImage.Read(image)), change, seed, rmm, pes, quantum, features)
    {
    }

    public RealWorld(
        Elf64Image image, Func<RealmLaunch, RealmLaunch>? change = null, ulong seed = 1, RmmOptions? rmm = null, int pes = 1,
        ulong quantum = 10_000, PeFeatures? features = null)
    {
        var launch = new RealmLaunch { Image = image };
        Machine = new Machine.Machine(new MachineOptions { Seed = seed, PeCount = pes, QuantumCycles = quantum, Features = features ?? PeFeatures.Default });
        Hypervisor = new HypervisorFirmware(Machine, change?.Invoke(launch) ?? launch, _console.Add);
        Monitor = new MonitorFirmware(Machine, new MonitorOptions());
        Rmm = new RmmFirmware(Machine, rmm ?? new RmmOptions());
        Machine.Attach(Monitor);
        Machine.Attach(Rmm);
        Machine.Attach(Hypervisor);
        Machine.Bus.Subscribe(this);
    }

    public Machine.Machine Machine { get; }
    public HypervisorFirmware Hypervisor { get; }
    public MonitorFirmware Monitor { get; }
    public RmmFirmware Rmm { get; }
    public ProcessingElement Pe => Machine.Pes[0];
    public string Console => Encoding.UTF8.GetString([.. _console]);

    /// <summary>SMCs by name, of all worlds.</summary>
    public IReadOnlyDictionary<string, int> Smcs => _smcs;

    /// <summary>The GPT as it was when the hypervisor made its first call.</summary>
    public byte[]? GptAtStart { get; private set; }

    public static Elf64Image Parse(byte[] file)
    {
        Assert.That(Elf64Image.TryParse(file, out Elf64Image? image, out ImageError? error), Is.True, error?.Message);
        return image!;
    }

    public RealmOutcome Run(ulong maxInstructions = 50_000_000)
    {
        Machine.Reset();
        MachineStop stop = Machine.Run(maxInstructions);
        Assert.That(Monitor.FatalError, Is.Null);
        Assert.That(stop, Is.EqualTo(MachineStop.Requested), $"console: {Console}");
        Assert.That(Hypervisor.Outcome, Is.Not.Null);
        return Hypervisor.Outcome!;
    }

    /// <summary>Runs, and checks that the realm has left nothing behind.</summary>
    public RealmOutcome RunAndAccount(ulong maxInstructions = 50_000_000)
    {
        RealmOutcome outcome = Run(maxInstructions);
        Assert.That(outcome.Leaks, Is.Empty, outcome.Summary);
        Assert.That(Rmm.DelegatedGranules, Is.Zero);
        Assert.That(Rmm.Realms, Is.Zero);
        Assert.That(Hypervisor.Memory!.FreeBytes, Is.EqualTo(HostMemoryMap.Usable(Machine.Options).TotalBytes));
        Assert.That(ReadGpt(), Is.EqualTo(GptAtStart), "the granule protection table is not what it was");
        return outcome;
    }

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (new EsrValueOf(taken.Syndrome).IsSmc && taken.Type == ExceptionType.Synchronous && taken.Target > ExceptionLevel.EL1)
        {
            string name = SmcNames.NameOf((uint)pe.X(0));
            _smcs[name] = _smcs.GetValueOrDefault(name) + 1;
            if (taken.SourceState == SecurityState.NonSecure)
                GptAtStart ??= ReadGpt();
        }
    }

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    public void Dispose() => Machine.Dispose();

    private byte[] ReadGpt()
    {
        byte[] level0 = new byte[0x1_0000];
        byte[] level1 = new byte[0x10_0000];
        Assert.That(Pe.Physical.Read(new PhysicalAddress(FvpMemoryMap.Level0Gpt, Pas.Root), level0).Ok, Is.True);
        Assert.That(Pe.Physical.Read(new PhysicalAddress(FvpMemoryMap.Level1Gpts, Pas.Root), level1).Ok, Is.True);
        return [.. level0, .. level1];
    }

    private readonly record struct EsrValueOf(ulong Value)
    {
        public bool IsSmc => new Arm.Registers.EsrValue(Value).EC == Arm.Registers.ExceptionClass.Smc64;
    }
}
