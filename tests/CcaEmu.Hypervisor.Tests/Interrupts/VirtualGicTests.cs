using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Machine;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Tests.Interrupts;

/// <summary>The GIC of a virtual machine with two virtual CPUs, on one PE of the board.</summary>
public sealed class VirtualGicTests
{
    private const ulong Distributor = 0x2F00_0000, Redistributors = 0x2F10_0000;

    private readonly Rec[] _recs = [new Rec(0) { IsOn = true }, new Rec(1) { IsOn = true }];
    private Machine.Machine _machine = null!;
    private VirtualGic _gic = null!;
    private DeviceWindow[] _windows = null!;

    private ProcessingElement Pe => _machine.Pes[0];

    [SetUp]
    public void SetUp()
    {
        _machine = new Machine.Machine(new MachineOptions());
        _gic = new VirtualGic(2);
        _windows = [.. _gic.Windows(Distributor, Redistributors)];
        Write(Distributor, 2);
        for (uint rec = 0; rec < 2; rec++)
        {
            Write(Redistributors + rec * 0x2_0000 + 0x1_0080, uint.MaxValue);
            Write(Redistributors + rec * 0x2_0000 + 0x1_0100, 1u << 27 | 1u << 30 | 0xFF);
            Open(_recs[rec]);
        }
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void An_SGI_that_is_trapped_is_pending_for_the_virtual_CPU_it_is_for()
    {
        Assert.That(_gic.TryEmulate(_recs[0], Encoding(R.ICC_SGI1R_EL1), isRead: false, 3UL << 24 | 2), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_gic.Of(_recs[0]).HasPending, Is.False);
            Assert.That(_gic.Of(_recs[1]).HasPending, Is.True);
        }
        _gic.Of(_recs[1]).Load(Pe);
        Assert.That(ICH_LR_EL2.VINTID.Get(Pe[R.ICH_LR0_EL2]), Is.EqualTo(3));
        Assert.That(Pe.IsInterruptLineAsserted(InterruptLine.VirtualIrq), Is.True);
        _gic.Of(_recs[1]).Store(Pe);
        Assert.That(Pe.IsInterruptLineAsserted(InterruptLine.VirtualIrq), Is.False);
    }

    [Test]
    public void Other_registers_of_the_CPU_interface_are_not_emulated()
    {
        Assert.That(_gic.TryEmulate(_recs[0], Encoding(R.ICC_PMR_EL1), isRead: false, 0), Is.False);
        Assert.That(_gic.TryEmulate(_recs[0], Encoding(R.ICC_IAR1_EL1), isRead: true, 0), Is.False);
    }

    [Test]
    public void Virtual_CPUs_on_one_PE_keep_their_own_interface()
    {
        _gic.TryEmulate(_recs[0], Encoding(R.ICC_SGI1R_EL1), isRead: false, 3UL << 24 | 1);
        VcpuInterrupts first = _gic.Of(_recs[0]), second = _gic.Of(_recs[1]);
        first.Load(Pe);
        Pe[R.ICH_LR0_EL2] = ICH_LR_EL2.State.Set(Pe[R.ICH_LR0_EL2], 2); // as if it had been taken
        Pe[R.ICH_AP1R0_EL2] = 1u << 20;
        first.Store(Pe);
        second.Load(Pe);
        Assert.That((Pe[R.ICH_LR0_EL2], Pe[R.ICH_AP1R0_EL2]), Is.EqualTo((0UL, 0UL)));
        second.Store(Pe);
        first.Load(Pe);
        Assert.That((ICH_LR_EL2.State.Get(Pe[R.ICH_LR0_EL2]), Pe[R.ICH_AP1R0_EL2]), Is.EqualTo((2UL, 1UL << 20)));
    }

    [TestCase(CNTx_CTL.ENABLE, 100UL, true, null)]
    [TestCase(CNTx_CTL.ENABLE, 101UL, false, 101UL)]
    [TestCase(CNTx_CTL.ENABLE | CNTx_CTL.IMASK, 50UL, false, null)]
    [TestCase(0UL, 50UL, false, null)]
    public void A_timer_is_known_from_the_exit(ulong control, ulong compareValue, bool pending, ulong? deadline)
    {
        foreach (int offset in (int[])[Arm.Rmi.RmiRecRunLayout.ExitCntvCtl, Arm.Rmi.RmiRecRunLayout.ExitCntpCtl])
        {
            var rec = new Rec(0);
            BitConverter.TryWriteBytes(rec.Exit.Bytes[(offset - Arm.Rmi.RmiRecRunLayout.ExitReason)..], control);
            BitConverter.TryWriteBytes(rec.Exit.Bytes[(offset + 8 - Arm.Rmi.RmiRecRunLayout.ExitReason)..], compareValue);
            VcpuInterrupts interrupts = _gic.Of(_recs[0]);
            interrupts.SetTimers(rec, count: 100);
            Assert.That(interrupts.HasPending, Is.EqualTo(pending));
            Assert.That(VcpuInterrupts.NextTimerEvent(rec, count: 100), Is.EqualTo(deadline));
            interrupts.SetTimers(new Rec(0), count: 100);
            Assert.That(interrupts.HasPending, Is.False);
        }
    }

    [Test]
    public void A_shared_line_goes_to_the_virtual_CPU_of_its_route()
    {
        Write(Distributor + 0x84, uint.MaxValue);
        Write(Distributor + 0x104, 1 << 8);
        Write(Distributor + 0x6000 + 8 * 40, 1);
        _gic.SetLine(40, true);
        Assert.That((_gic.Of(_recs[0]).HasPending, _gic.Of(_recs[1]).HasPending), Is.EqualTo((false, true)));
        _gic.SetLine(40, false);
        Assert.That(_gic.Of(_recs[1]).HasPending, Is.False);
    }

    // The guest's own settings of its CPU interface: priority mask and Group 1.
    private void Open(Rec rec)
    {
        _gic.Of(rec).Load(Pe);
        Pe[R.ICH_VMCR_EL2] = 0xF0UL << 24 | 2;
        _gic.Of(rec).Store(Pe);
    }

    private static SystemRegisterEncoding Encoding(R register) => SystemRegisterTable.Get(register).Encoding;

    private void Write(ulong address, uint value)
    {
        DeviceWindow window = _windows.Single(window => window.Contains(address, 4));
        window.Device.Write(address - window.Base, 4, value);
    }
}
