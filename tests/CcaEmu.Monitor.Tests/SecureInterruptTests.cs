using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Monitor.Tests;

/// <summary>Interrupts of Group 0 and Secure Group 1 while a world below EL3 runs: they are EL3's.</summary>
public sealed class SecureInterruptTests
{
    private const uint Spi = 40, BranchToSelf = 0x14000000;
    private const ulong Gicd = FvpMemoryMap.GicDistributor, Code = FvpMemoryMap.NonSecurePayload;

    private static readonly Dictionary<uint, Action<ProcessingElement>> None = [];

    [TestCase(0u, 0u, "Group 0")]
    [TestCase(0u, 1u, "Secure Group 1")]
    public void One_that_somebody_handles_is_served_and_the_world_goes_on_where_it_was(uint group, uint modifier, string name)
    {
        List<(SecurityState State, ulong Active)> served = [];
        var options = new MonitorOptions
        {
            NonSecureEntry = Code,
            InterruptHandlers = new Dictionary<uint, Action<ProcessingElement>>
            {
                [Spi] = pe =>
                {
                    served.Add((new ScrEl3(pe[SystemRegister.SCR_EL3]).SecurityState, Word(pe, 0x304)));
                    Set(pe, 0x284, 1 << 8); // the device is quiet again
                },
            },
        };
        using var bench = new MonitorBench(options);
        Start(bench, group, modifier);
        ProcessingElement pe = bench.Pe;
        Assert.That(bench.Machine.Run(1000), Is.EqualTo(MachineStop.InstructionLimit), bench.Monitor.FatalError);
        Assert.That(served, Is.EqualTo(new[] { (SecurityState.NonSecure, 1ul << 8) }), name);
        Assert.That((pe.CurrentLevel, pe.SecurityState, pe.PC), Is.EqualTo((ExceptionLevel.EL2, SecurityState.NonSecure, Code)));
        Assert.That((Word(pe, 0x304), Word(pe, 0x204), pe[SystemRegister.ICC_RPR_EL1]), Is.EqualTo((0ul, 0ul, 0xFFul)), "ended");
    }

    [TestCase(0u, 0u, "EL3 took interrupt 40 of Group 0, which nobody handles")]
    [TestCase(0u, 1u, "EL3 took interrupt 40 of Secure Group 1, which nobody handles")]
    public void One_that_nobody_handles_stops_the_machine_by_name(uint group, uint modifier, string expected)
    {
        using var bench = new MonitorBench(new MonitorOptions { NonSecureEntry = Code, InterruptHandlers = None });
        Start(bench, group, modifier);
        Assert.That(bench.Machine.Run(1000), Is.EqualTo(MachineStop.Requested));
        Assert.That(bench.Monitor.FatalError, Is.EqualTo(expected));
    }

    [Test]
    public void Without_handlers_they_are_FIQs_to_EL2_as_firmware_leaves_it()
    {
        using var bench = new MonitorBench(new MonitorOptions { NonSecureEntry = Code });
        Start(bench, group: 0, modifier: 0);
        Assert.That(bench.Machine.Run(1000), Is.EqualTo(MachineStop.InstructionLimit), bench.Monitor.FatalError);
        Assert.That((bench.Pe.CurrentLevel, bench.Pe[SystemRegister.ISR_EL1]), Is.EqualTo((ExceptionLevel.EL2, (ulong)PSTATE.F)));
    }

    [Test]
    public void A_Non_secure_interrupt_never_comes_to_EL3()
    {
        using var bench = new MonitorBench(new MonitorOptions { NonSecureEntry = Code, InterruptHandlers = None });
        Start(bench, group: 1, modifier: 0);
        bench.Pe[SystemRegister.ICC_IGRPEN1_EL1] = 1;
        Assert.That(bench.Machine.Run(1000), Is.EqualTo(MachineStop.InstructionLimit), bench.Monitor.FatalError);
        Assert.That(bench.Pe.CurrentLevel, Is.EqualTo(ExceptionLevel.EL2), "masked there, and pending");
        Assert.That(bench.Pe[SystemRegister.ISR_EL1], Is.EqualTo(PSTATE.I));
    }

    [Test]
    public void A_managed_layer_below_is_interrupted_too()
    {
        int served = 0;
        using var bench = new MonitorBench(new MonitorOptions
        {
            InterruptHandlers = new Dictionary<uint, Action<ProcessingElement>> { [Spi] = pe => { served++; Set(pe, 0x284, 1 << 8); } },
        });
        bench.Boot();
        Arrange(bench.Pe, group: 0, modifier: 0);
        int resumed = 0;
        bench.Host.Resume = _ =>
        {
            resumed++;
            bench.Machine.RequestStop();
        };
        Assert.That(bench.CallOn(bench.Pe, new Machine.Scripting.SmcCall(0x8400_0000)), Is.EqualTo(MachineStop.Requested), bench.Monitor.FatalError);
        Assert.That((served, resumed), Is.EqualTo((1, 1)));
    }

    // A Normal world that does nothing, and one shared interrupt that software has made pending.
    private static void Start(MonitorBench bench, uint group, uint modifier)
    {
        bench.Machine.Detach(ExceptionLevel.EL2, SecurityState.NonSecure);
        bench.Machine.LoadAtReset(Code, BitConverter.GetBytes(BranchToSelf));
        bench.Machine.Reset();
        Assert.That(bench.Machine.Run(1000), Is.EqualTo(MachineStop.InstructionLimit), bench.Monitor.FatalError);
        Arrange(bench.Pe, group, modifier);
    }

    private static void Arrange(ProcessingElement pe, uint group, uint modifier)
    {
        Set(pe, 0x084, group << 8);
        Set(pe, 0xD04, modifier << 8);
        Set(pe, 0x104, 1 << 8);
        Set(pe, 0x204, 1 << 8);
    }

    private static ulong Word(ProcessingElement pe, ulong offset) =>
        pe.Physical.Read(new PhysicalAddress(Gicd + offset, Pas.Root), 4, out ulong value).Ok ? value : throw new AssertionException("no GIC");

    private static void Set(ProcessingElement pe, ulong offset, ulong value) =>
        Assert.That(pe.Physical.Write(new PhysicalAddress(Gicd + offset, Pas.Root), 4, value).Ok);
}
