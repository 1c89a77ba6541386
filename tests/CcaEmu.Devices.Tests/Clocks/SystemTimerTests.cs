using CcaEmu.Arm;
using CcaEmu.Devices.Clocks;
using CcaEmu.Devices.Timing;

namespace CcaEmu.Devices.Tests.Clocks;

public sealed class SystemTimerTests
{
    private const ulong CNTFRQ = 0x000, CNTNSAR = 0x004, CNTACR1 = 0x044, CNTVOFF1 = 0x088;
    private const ulong CNTPCT = 0x000, CNTVCT = 0x008, P_CVAL = 0x020, P_TVAL = 0x028, P_CTL = 0x02C, V_CVAL = 0x030, V_CTL = 0x03C;

    private TestClock _clock = null!;
    private SystemTimer _timer = null!;

    [SetUp]
    public void Make()
    {
        _clock = new TestClock();
        _timer = new SystemTimer(_clock, frame: 1);
        foreach (ITimedDevice one in _timer.Timers)
            _clock.Add(one);
        _timer.ControlFrame.Write(Pas.Secure, CNTNSAR, 4, 0xFF);
        _timer.ControlFrame.Write(Pas.NonSecure, CNTACR1, 4, 0x3F);
    }

    [Test]
    public void The_frequency_and_who_may_use_the_frame_are_secures_to_say()
    {
        Assert.That((_timer.ControlFrame.Read(Pas.Secure, CNTFRQ, 4), _timer.ControlFrame.Read(Pas.Root, CNTFRQ, 4)), Is.EqualTo((1000ul, 1000ul)));
        Assert.That((_timer.ControlFrame.Read(Pas.NonSecure, CNTFRQ, 4), _timer.ControlFrame.Read(Pas.Realm, CNTNSAR, 4)), Is.EqualTo((0ul, 0ul)));
        Assert.That(_timer.ControlFrame.Read(Pas.Secure, CNTNSAR, 4), Is.EqualTo(2ul), "frame 1 alone is there");
        _timer.ControlFrame.Write(Pas.Root, CNTNSAR, 4, 0);
        Assert.That(_timer.TimerFrame.Read(Pas.NonSecure, 0x010, 4), Is.Zero);
        Assert.That(_timer.TimerFrame.Read(Pas.Secure, 0x010, 4), Is.EqualTo(1000ul));
    }

    [TestCase(Pas.Root)]
    [TestCase(Pas.NonSecure)]
    public void What_CNTACR_does_not_allow_reads_as_zero(Pas pas)
    {
        _clock.GoTo(77);
        Assert.That(_timer.TimerFrame.Read(pas, CNTPCT, 4), Is.EqualTo(77ul));
        _timer.ControlFrame.Write(Pas.NonSecure, CNTACR1, 4, 0x3E);
        Assert.That((_timer.TimerFrame.Read(pas, CNTPCT, 4), _timer.TimerFrame.Read(pas, CNTVCT, 4)), Is.EqualTo((0ul, 77ul)));
    }

    [Test]
    public void The_physical_timer_fires_at_its_count_and_stops_when_it_is_masked_or_moved()
    {
        _timer.TimerFrame.Write(Pas.NonSecure, P_CVAL, 8, 500);
        _timer.TimerFrame.Write(Pas.NonSecure, P_CTL, 4, 1);
        _clock.GoTo(499);
        Assert.That((_timer.Interrupt.IsAsserted, _timer.TimerFrame.Read(Pas.NonSecure, P_TVAL, 4)), Is.EqualTo((false, 1ul)));
        _clock.GoTo(500);
        Assert.That((_timer.Interrupt.IsAsserted, _timer.TimerFrame.Read(Pas.NonSecure, P_CTL, 4)), Is.EqualTo((true, 5ul)));
        _timer.TimerFrame.Write(Pas.NonSecure, P_CTL, 4, 3);
        Assert.That(_timer.Interrupt.IsAsserted, Is.False);
        _timer.TimerFrame.Write(Pas.NonSecure, P_CTL, 4, 1);
        _timer.TimerFrame.Write(Pas.NonSecure, P_TVAL, 4, 10);
        Assert.That(_timer.Interrupt.IsAsserted, Is.False);
        _clock.GoTo(510);
        Assert.That(_timer.Interrupt.IsAsserted, Is.True);
    }

    [Test]
    public void The_virtual_timer_counts_from_its_offset()
    {
        _timer.ControlFrame.Write(Pas.NonSecure, CNTVOFF1, 8, 1000);
        _timer.TimerFrame.Write(Pas.NonSecure, V_CVAL, 8, 500);
        _timer.TimerFrame.Write(Pas.NonSecure, V_CTL, 4, 1);
        Assert.That(_timer.Interrupt.IsAsserted, Is.True, "before the offset the virtual count is huge");
        _clock.GoTo(1000);
        _timer.TimerFrame.Write(Pas.NonSecure, V_CTL, 4, 1);
        Assert.That((_timer.Interrupt.IsAsserted, _timer.TimerFrame.Read(Pas.NonSecure, CNTVCT, 8)), Is.EqualTo((false, 0ul)));
        _clock.GoTo(1500);
        Assert.That(_timer.Interrupt.IsAsserted, Is.True);
    }

    [Test]
    public void The_counters_control_frame_is_roots_and_the_count_is_everyones()
    {
        var counter = new SystemCounter(_clock);
        _clock.GoTo(0x1_0000_0007);
        counter.Write(Pas.Root, 0, 4, 1);
        Assert.That((counter.Read(Pas.Root, 0, 4), counter.Read(Pas.Root, 8, 8), counter.Read(Pas.Root, 0x20, 4)), Is.EqualTo((1ul, 0x1_0000_0007ul, 1000ul)));
        Assert.That((counter.Read(Pas.NonSecure, 0, 4), counter.Read(Pas.Secure, 8, 8)), Is.EqualTo((0ul, 0ul)));
        Assert.That((counter.ReadFrame.Read(0, 4), counter.ReadFrame.Read(4, 4), counter.ReadFrame.Read(0, 8)), Is.EqualTo((7ul, 1ul, 0x1_0000_0007ul)));
    }
}
