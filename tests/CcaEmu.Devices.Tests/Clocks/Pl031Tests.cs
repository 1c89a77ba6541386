using CcaEmu.Devices.Clocks;

namespace CcaEmu.Devices.Tests.Clocks;

public sealed class Pl031Tests
{
    private const ulong RTCDR = 0x00, RTCMR = 0x04, RTCLR = 0x08, RTCCR = 0x0C, RTCIMSC = 0x10, RTCRIS = 0x14, RTCMIS = 0x18, RTCICR = 0x1C;

    private TestClock _clock = null!;
    private Pl031 _rtc = null!;

    [SetUp]
    public void Make()
    {
        _clock = new TestClock();
        _rtc = new Pl031(_clock, startSeconds: 100);
        _clock.Add(_rtc);
    }

    [Test]
    public void The_identification_bytes_say_PL031()
    {
        byte[] bytes = [.. Enumerable.Range(0, 8).Select(i => (byte)_rtc.Read(0xFE0 + (ulong)i * 4, 4))];
        Assert.That(bytes, Is.EqualTo(new byte[] { 0x31, 0x10, 0x14, 0x00, 0x0D, 0xF0, 0x05, 0xB1 }));
    }

    [Test]
    public void It_counts_seconds_from_its_start_and_from_what_is_loaded()
    {
        Assert.That(_rtc.Read(RTCDR, 4), Is.EqualTo(100u));
        _clock.GoTo(2999);
        Assert.That(_rtc.Read(RTCDR, 4), Is.EqualTo(102u));
        _rtc.Write(RTCLR, 4, 5000);
        Assert.That((_rtc.Read(RTCDR, 4), _rtc.Read(RTCLR, 4)), Is.EqualTo((5000ul, 5000ul)));
        _clock.GoTo(3000);
        Assert.That(_rtc.Read(RTCDR, 4), Is.EqualTo(5001u));
    }

    [Test]
    public void The_alarm_rings_in_its_second_and_is_heard_behind_the_mask_alone()
    {
        _rtc.Write(RTCMR, 4, 103);
        _clock.GoTo(2999);
        Assert.That(_rtc.Read(RTCRIS, 4), Is.Zero);
        _clock.GoTo(3000);
        Assert.That((_rtc.Read(RTCRIS, 4), _rtc.Read(RTCMIS, 4), _rtc.Interrupt.IsAsserted), Is.EqualTo((1ul, 0ul, false)));
        _rtc.Write(RTCIMSC, 4, 1);
        Assert.That((_rtc.Read(RTCMIS, 4), _rtc.Interrupt.IsAsserted), Is.EqualTo((1ul, true)));
        _rtc.Write(RTCICR, 4, 1);
        Assert.That((_rtc.Read(RTCRIS, 4), _rtc.Interrupt.IsAsserted), Is.EqualTo((0ul, false)));
        Assert.That(_rtc.NextEvent, Is.EqualTo((3ul + (1UL << 32)) * 1000), "the same second comes again when the counter has wrapped");
    }

    [Test]
    public void A_match_that_is_now_rings_at_once()
    {
        _rtc.Write(RTCIMSC, 4, 1);
        _rtc.Write(RTCMR, 4, 100);
        Assert.That(_rtc.Interrupt.IsAsserted, Is.True);
    }

    [Test]
    public void Read_only_registers_ignore_writes_of_any_size()
    {
        foreach (ulong offset in new[] { RTCDR, RTCRIS, RTCMIS, 0xFE0ul })
        {
            ulong before = _rtc.Read(offset, 4);
            foreach (int size in new[] { 1, 2, 4 })
                _rtc.Write(offset, size, 0xA5A5_A5A5);
            Assert.That(_rtc.Read(offset, 4), Is.EqualTo(before), $"0x{offset:x}");
        }
        Assert.That(_rtc.Read(RTCCR, 4), Is.EqualTo(1u));
    }
}
