using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Devices.Gic;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>A hypervisor's use of list registers: the guest's GIC on one side, the PE's virtual interface on the other.</summary>
internal sealed class ListRegisterFeedTests
{
    private const ulong Sgi = 0x1_0000, Route = 0x6000;

    private readonly ulong[] _registers = new ulong[16];
    private GicV3 _guest = null!;
    private ListRegisterFeed _feed = null!;
    private GicBench _host = null!;

    [SetUp]
    public void SetUp()
    {
        _guest = GicV3.ForGuest([0, 0x100]);
        _feed = new ListRegisterFeed(_guest, 0);
        _host = new GicBench();
        _host.Set(R.ICH_VMCR_EL2, 0xF0UL << 24 | 2, GicBench.NonSecure);
        Distributor(0, 0x2);
        Distributor(0x84, uint.MaxValue);
        Redistributor(Sgi + 0x80, uint.MaxValue);
        Redistributor(Sgi + 0x100, 1u << 27 | 0xFF);
        Distributor(0x104, 0xFF00);
        for (uint i = 0; i < 32; i += 4)
        {
            Redistributor(Sgi + 0x400 + i, 0xA0A0_A0A0);
            Distributor(0x420 + i, 0xA0A0_A0A0);
        }
    }

    [Test]
    public void A_guest_sees_one_security_state_and_no_LPIs()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_guest.DistributorFrame.Read(Pas.NonSecure, 0, 4), Is.EqualTo(0x52));
            Assert.That(_guest.DistributorFrame.Read(Pas.NonSecure, 4, 4) & (1 << 10 | 1 << 17), Is.Zero);
            Assert.That(_guest.RedistributorFrames.Read(Pas.NonSecure, 8, 4) & 1, Is.Zero);
            Assert.That(_guest.RedistributorFrames.Read(Pas.NonSecure, 0x14, 4), Is.Zero, "awake");
        }
    }

    [Test]
    public void A_level_is_delivered_and_while_it_stays_up_again()
    {
        _guest.SetPpiLine(0, 27, true);
        for (int i = 0; i < 3; i++)
        {
            Enter();
            Assert.That(Take(), Is.EqualTo(27));
            Leave();
            Assert.That(_guest.RedistributorFrames.Read(Pas.NonSecure, Sgi + 0x300, 4), Is.EqualTo(1u << 27), "active shows");
            Enter();
            End(27);
            Assert.That(Misr, Is.EqualTo(ICH_MISR_EL2.EOI), "its end is announced");
            Leave();
        }
        _guest.SetPpiLine(0, 27, false);
        Enter();
        Assert.That(Take(), Is.EqualTo(1023));
        Assert.That(Pending(_feed), Is.False);
    }

    [Test]
    public void An_edge_is_delivered_once_though_the_guest_does_not_take_it_at_once()
    {
        Guest(R.ICC_SGI1R_EL1, 3UL << 24 | 1);
        Assert.That(Pending(_feed), Is.True);
        for (int i = 0; i < 3; i++)
        {
            Enter();
            Leave();
            Assert.That(Pending(_feed), Is.True, "still pending");
        }
        Enter();
        Assert.That(Take(), Is.EqualTo(3));
        Leave();
        Guest(R.ICC_SGI1R_EL1, 3UL << 24 | 1);
        Enter();
        Assert.That(ICH_LR_EL2.State.Get(_host.Get(R.ICH_LR0_EL2, GicBench.NonSecure)), Is.EqualTo(3), "pending and active");
        End(3);
        Assert.That(Take(), Is.EqualTo(3));
        End(3);
        Leave();
        Enter();
        Assert.That(Take(), Is.EqualTo(1023));
    }

    [Test]
    public void Each_virtual_CPU_gets_what_goes_to_it()
    {
        _guest.SetSpiLine(40, true);
        Assert.That(Pending(_feed), Is.True);
        _guest.DistributorFrame.Write(Pas.NonSecure, Route + 8 * 40, 8, 0x100);
        var other = new ListRegisterFeed(_guest, 1);
        Assert.That((Pending(_feed), Pending(other)), Is.EqualTo((false, true)));
        Guest(R.ICC_SGI1R_EL1, 3UL << 24 | 1UL << 16 | 1);
        Assert.That(Pending(_feed), Is.False);
    }

    [Test]
    public void The_highest_priorities_go_first_and_more_than_fit_are_told_of()
    {
        for (uint id = 0; id < 8; id++)
            Guest(R.ICC_SGI1R_EL1, (ulong)id << 24 | 1);
        for (uint id = 40; id < 48; id++)
            _guest.SetSpiLine(id, true);
        Assert.That(_feed.Flush(_registers), Is.False, "sixteen fit");
        _feed.Sync(_registers, 0);
        _guest.SetPpiLine(0, 27, true);
        _guest.DistributorFrame.Write(Pas.NonSecure, 0x400 + 47, 1, 0x80);
        Assert.That(_feed.Flush(_registers), Is.True);
        uint[] ids = [.. _registers.Select(value => (uint)value)];
        Assert.That(ids, Is.EqualTo(new uint[] { 47, 0, 1, 2, 3, 4, 5, 6, 7, 27, 40, 41, 42, 43, 44, 45 }));
    }

    [Test]
    public void An_end_of_an_interrupt_that_had_to_make_room_is_found_by_its_count()
    {
        _guest.SetSpiLine(40, true);
        Enter();
        Assert.That(Take(), Is.EqualTo(40));
        Leave();
        _guest.SetSpiLine(40, false);
        Array.Clear(_registers);
        _feed.Sync(_registers, endsCounted: 1);
        Assert.That(_guest.DistributorFrame.Read(Pas.NonSecure, 0x304, 4), Is.Zero);
    }

    [Test]
    public void Only_what_passes_the_guests_own_mask_and_enables_would_wake_it()
    {
        _guest.SetPpiLine(0, 27, true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_feed.HasPending(false, true, 0xA8), Is.True);
            Assert.That(_feed.HasPending(false, true, 0xA0), Is.False);
            Assert.That(_feed.HasPending(true, false, 0xF8), Is.False);
        }
    }

    [Test]
    public void What_is_disabled_stays_out([Values] bool group)
    {
        _guest.SetSpiLine(40, true);
        if (group)
            Distributor(0, 0);
        else
            Distributor(0x184, 1 << 8);
        Enter();
        Assert.That((Pending(_feed), Take()), Is.EqualTo((false, 1023u)));
    }

    private static bool Pending(ListRegisterFeed feed) => feed.HasPending(group0: false, group1: true, mask: 0xF0);

    private ulong Misr => _host.Get(R.ICH_MISR_EL2, GicBench.NonSecure);

    private void Distributor(ulong offset, uint value) => _guest.DistributorFrame.Write(Pas.NonSecure, offset, 4, value);

    private void Redistributor(ulong offset, uint value) => _guest.RedistributorFrames.Write(Pas.NonSecure, offset, 4, value);

    private void Guest(R register, ulong value) => _guest.WriteRegister(0, register, value, GicBench.NonSecure, false);

    private void Enter()
    {
        _feed.Flush(_registers);
        for (int i = 0; i < _registers.Length; i++)
            _host.Set(R.ICH_LR0_EL2 + (ushort)i, _registers[i], GicBench.NonSecure);
        _host.Set(R.ICH_HCR_EL2, ICH_HCR_EL2.En, GicBench.NonSecure);
    }

    private void Leave()
    {
        for (int i = 0; i < _registers.Length; i++)
            _registers[i] = _host.Get(R.ICH_LR0_EL2 + (ushort)i, GicBench.NonSecure);
        _feed.Sync(_registers, 0);
        _host.Set(R.ICH_HCR_EL2, 0, GicBench.NonSecure);
    }

    private uint Take() => (uint)_host.GetVirtual(R.ICC_IAR1_EL1);

    private void End(uint id) => _host.SetVirtual(R.ICC_EOIR1_EL1, id);
}
