using CcaEmu.Devices.Watchdogs;

namespace CcaEmu.Devices.Tests.Watchdogs;

public sealed class GenericWatchdogTests
{
    private const ulong WRR = 0x000, WCS = 0x000, WOR = 0x008, WCV = 0x010, W_IIDR = 0xFCC;

    private TestClock _clock = null!;
    private GenericWatchdog _dog = null!;
    private int _resets;

    [SetUp]
    public void Make()
    {
        _clock = new TestClock();
        _resets = 0;
        _dog = new GenericWatchdog(_clock, () => _resets++);
        _clock.Add(_dog);
    }

    [Test]
    public void Both_frames_identify_themselves_and_it_is_stopped()
    {
        Assert.That((Read(W_IIDR), _dog.RefreshFrame.Read(W_IIDR, 4)), Is.EqualTo((0x1_043Bul, 0x1_043Bul)));
        Assert.That((Read(WCS), Read(WOR), _dog.ControlFrame.Read(WCV, 8), _dog.RefreshFrame.Read(WRR, 4)), Is.EqualTo((0ul, 0ul, 0ul, 0ul)));
        _clock.GoTo(1000);
        Assert.That((_dog.NextEvent, _dog.Interrupt.IsAsserted), Is.EqualTo(((ulong?)null, false)));
    }

    [Test]
    public void The_first_timeout_interrupts_and_the_second_resets()
    {
        Start(100);
        _clock.GoTo(100);
        Assert.That((Read(WCS), _dog.Interrupt.IsAsserted), Is.EqualTo((1ul, false)), "the counter has to be beyond the compare value");
        _clock.GoTo(101);
        Assert.That((Read(WCS), _dog.Interrupt.IsAsserted, _resets), Is.EqualTo((3ul, true, 0)));
        Assert.That(_dog.ControlFrame.Read(WCV, 8), Is.EqualTo(201ul));
        _clock.GoTo(201);
        Assert.That(_resets, Is.Zero);
        _clock.GoTo(10_000);
        Assert.That((Read(WCS), _resets, _dog.NextEvent), Is.EqualTo((7ul, 1, (ulong?)null)));
    }

    [Test]
    public void Who_refreshes_it_in_time_is_not_interrupted([Values("WRR", "WOR", "WCS")] string by)
    {
        Start(100);
        for (ulong at = 90; at < 1000; at += 90)
        {
            _clock.GoTo(at);
            if (by == "WRR")
                _dog.RefreshFrame.Write(WRR, 4, 0);
            else
                _dog.ControlFrame.Write(by == "WOR" ? WOR : WCS, 4, by == "WOR" ? 100ul : 1);
        }
        Assert.That(Read(WCS), Is.EqualTo(1u));
        _clock.GoTo(1200);
        Assert.That(_dog.Interrupt.IsAsserted, Is.True);
        _dog.RefreshFrame.Write(WRR, 4, 0);
        Assert.That((Read(WCS), _dog.Interrupt.IsAsserted), Is.EqualTo((1ul, false)));
    }

    [Test]
    public void The_offset_has_48_bits_and_the_compare_value_can_be_set()
    {
        _dog.ControlFrame.Write(WOR, 8, 0xFFFF_1234_5678_9ABC);
        Assert.That(_dog.ControlFrame.Read(WOR, 8), Is.EqualTo(0x1234_5678_9ABCul));
        Start(1000);
        _dog.ControlFrame.Write(WCV, 8, 5);
        _clock.GoTo(6);
        Assert.That(_dog.Interrupt.IsAsserted, Is.True);
    }

    [Test]
    public void Disabled_or_reset_it_does_nothing_and_drops_its_interrupt()
    {
        Start(10);
        _clock.GoTo(15);
        _dog.ControlFrame.Write(WCS, 4, 0);
        Assert.That((Read(WCS), _dog.Interrupt.IsAsserted, _dog.NextEvent), Is.EqualTo((0ul, false, (ulong?)null)));
        Start(10);
        _clock.GoTo(30);
        _dog.Reset();
        Assert.That((Read(WCS), Read(WOR), _dog.Interrupt.IsAsserted, _dog.NextEvent), Is.EqualTo((0ul, 0ul, false, (ulong?)null)));
    }

    private void Start(ulong offset)
    {
        _dog.ControlFrame.Write(WOR, 4, offset);
        _dog.ControlFrame.Write(WCS, 4, 1);
    }

    private ulong Read(ulong offset) => _dog.ControlFrame.Read(offset, 4);
}
