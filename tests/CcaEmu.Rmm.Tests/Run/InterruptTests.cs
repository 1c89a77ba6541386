using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>RMM specification 2.0 (DEN0137), section "Realm interrupts": interrupts of the host, of the Realm, and who sees which registers.</summary>
public sealed class InterruptTests
{
    private const uint Spi = 40;
    private const ulong Machine = 0xF0UL << 24 | 2; // ICH_VMCR_EL2: VPMR, VENG1
    private static readonly uint ReadIar1 = A64.Mrs(0, 3, 0, 12, 12, 0);
    private static readonly uint WriteEoir1 = A64.Msr(3, 0, 12, 12, 1, 0);

    private RmmBench _bench = null!;

    [SetUp]
    public void Boot()
    {
        _bench = new RmmBench();
        Write(FvpMemoryMap.GicDistributor, 0x12);
        Write(FvpMemoryMap.GicDistributor + 0x104, 1 << 8);
        Write(FvpMemoryMap.GicRedistributors + 0x1_0100, 1u << 25 | 1u << 27);
        _bench.Pe[R.ICC_PMR_EL1] = 0xF0;
        _bench.Pe[R.ICC_IGRPEN1_EL1] = 1;
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_physical_interrupt_exits_and_the_host_finds_it_pending()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Stop]);
        _bench.Machine.Gic.SetSpiLine(Spi, true);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(realm.Exit(L.ExitEsr), Is.Zero);
            Assert.That(_bench.Pe[R.ISR_EL1] & PSTATE.I, Is.Not.Zero);
            Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(Spi));
        }
        Assert.That(_bench.Pe[R.ISR_EL1] & PSTATE.I, Is.Zero);
    }

    [Test]
    public void An_interrupt_that_the_host_masks_does_not_exit()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Movz(0, 7)]);
        _bench.Pe[R.ICC_PMR_EL1] = 0x80;
        _bench.Machine.Gic.SetSpiLine(Spi, true);
        Assert.That(realm.Finish()[0], Is.EqualTo(7));
    }

    [Test]
    public void An_interrupt_of_the_Secure_state_exits_as_FIQ()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Stop]);
        _bench.Machine.Gic.DistributorFrame.Write(Pas.Secure, 0x084, 4, 0);
        _bench.Machine.Gic.DistributorFrame.Write(Pas.Secure, 0xD04, 4, 1 << 8);
        _bench.Machine.Gic.SetSpiLine(Spi, true);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Fiq));
        Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(1023), "not the host's");
    }

    [Test]
    public void A_Realm_takes_the_virtual_interrupt_that_the_host_gives_it()
    {
        TestRealm realm = Guests.Start(_bench, [ReadIar1, WriteEoir1]);
        Give(0, 50);
        Assert.That(realm.Finish()[0], Is.EqualTo(50));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ICH_LR_EL2.State.Get(_bench.Pe[R.ICH_LR0_EL2]), Is.Zero);
            Assert.That(_bench.Pe[R.ICH_ELRSR_EL2], Is.EqualTo(0xFFFF));
            Assert.That(_bench.Pe[R.ICH_HCR_EL2], Is.Zero, "off after an exit");
        }
    }

    [Test]
    public void The_host_finds_what_the_Realm_has_left()
    {
        TestRealm realm = Guests.Start(_bench, [ReadIar1, A64.Movz(5, 0xA8), A64.Msr(3, 0, 4, 6, 0, 5)]);
        Give(3, 50);
        realm.Finish();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ICH_LR_EL2.State.Get(_bench.Pe[R.ICH_LR3_EL2]), Is.EqualTo(2), "active");
            Assert.That(_bench.Pe[R.ICH_AP1R0_EL2], Is.EqualTo(1u << 20));
            Assert.That(_bench.Pe[R.ICH_VMCR_EL2] >> 24, Is.EqualTo(0xA8));
        }
    }

    [Test]
    public void A_Realm_reaches_nothing_of_the_physical_interface()
    {
        // PMR, then IGRPEN1, of what would be the host's.
        TestRealm realm = Guests.Start(_bench,
            [A64.Movz(5, 0), A64.Msr(3, 0, 4, 6, 0, 5), A64.Msr(3, 0, 12, 12, 7, 5), A64.Mrs(1, 3, 0, 12, 11, 3), ReadIar1]);
        _bench.Pe[R.ICC_PMR_EL1] = 0x80; // so that the interrupt does not exit, but is there
        _bench.Machine.Gic.SetSpiLine(Spi, true);
        ulong[] x = realm.Finish();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(x[0], Is.EqualTo(1023));
            Assert.That(_bench.Pe[R.ICC_PMR_EL1], Is.EqualTo(0x80));
            Assert.That(_bench.Pe[R.ICC_IGRPEN1_EL1], Is.EqualTo(1));
            Assert.That(_bench.Pe[R.ICC_HPPIR1_EL1], Is.EqualTo(Spi));
        }
    }

    [Test]
    public void A_software_generated_interrupt_is_the_hosts_to_make()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Movz(7, 1), A64.Movk(7, 0x300, 1), A64.Msr(3, 0, 12, 11, 5, 7), A64.Movz(0, 9)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        var esr = new EsrValue(realm.Exit(L.ExitEsr));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(esr.EC, Is.EqualTo(ExceptionClass.TrappedSystem));
            Assert.That(esr.SystemRegister, Is.EqualTo(SystemRegisterTable.Get(R.ICC_SGI1R_EL1).Encoding));
            Assert.That(realm.ExitGpr(0), Is.EqualTo(3UL << 24 | 1));
            Assert.That(realm.Finish()[0], Is.EqualTo(9), "it goes on behind the write");
        }
    }

    [Test]
    public void Traps_that_the_host_sets_come_to_the_host()
    {
        TestRealm realm = Guests.Start(_bench, [ReadIar1]);
        _bench.Pe[R.ICH_HCR_EL2] = ICH_HCR_EL2.En | ICH_HCR_EL2.TALL1;
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).IsRead, Is.True);
        realm.SetEnterGpr(0, 77);
        Assert.That(realm.Finish()[0], Is.EqualTo(77));
    }

    [Test]
    public void The_maintenance_interrupt_exits_and_is_gone_with_the_exit()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Stop]);
        _bench.Pe[R.ICH_HCR_EL2] = ICH_HCR_EL2.En | ICH_HCR_EL2.UIE;
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_bench.Pe[R.ICH_MISR_EL2], Is.EqualTo(ICH_MISR_EL2.U), "why it came can be read still");
            Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(1023));
        }
    }

    [Test]
    public void A_timer_of_the_Realm_interrupts_it_once_and_is_masked_while_the_host_knows()
    {
        TestRealm realm = Guests.Start(_bench,
            [.. A64.Load(5, 200_000), A64.Msr(3, 3, 14, 3, 2, 5), A64.Movz(5, 1), A64.Msr(3, 3, 14, 3, 1, 5), A64.Stop]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(realm.Exit(L.ExitCntvCtl), Is.EqualTo(CNTx_CTL.ENABLE | CNTx_CTL.ISTATUS));
            Assert.That(_bench.Pe[R.CNTPCT_EL0], Is.InRange(200_000UL, 200_200UL), "when it was due");
            Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(1023), "the line belongs to the Realm's timer");
        }
        _bench.Machine.Gic.SetSpiLine(Spi, true);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(Spi), "another interrupt, not the timer again");
    }

    [Test]
    public void Two_list_registers_in_use_with_the_same_interrupt_are_refused()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Movz(0, 3)]);
        Give(2, 50);
        Give(5, 50);
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRec));
        _bench.Pe[R.ICH_LR5_EL2] = 50; // no longer in use
        Assert.That(realm.Finish()[0], Is.EqualTo(3));
    }

    private void Give(int register, uint id)
    {
        _bench.Pe[R.ICH_LR0_EL2 + (ushort)register] = id | ICH_LR_EL2.Group | 0xA0UL << 48 | 1UL << 62;
        _bench.Pe[R.ICH_VMCR_EL2] = Machine;
        _bench.Pe[R.ICH_HCR_EL2] = ICH_HCR_EL2.En;
    }

    private void Write(ulong address, uint value) =>
        Assert.That(_bench.Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 4, value).Ok);
}
