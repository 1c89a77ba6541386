using CcaEmu.Devices.Clocks;

namespace CcaEmu.Devices.Tests.Clocks;

public sealed class Sp805Tests
{
    private const ulong WDOGLOAD = 0x000, WDOGVALUE = 0x004, WDOGCONTROL = 0x008, WDOGINTCLR = 0x00C, WDOGRIS = 0x010, WDOGMIS = 0x014, WDOGLOCK = 0xC00;

    private TestClock _clock = null!;
    private Sp805 _dog = null!;
    private int _resets;

    [SetUp]
    public void Make()
    {
        _clock = new TestClock();
        _resets = 0;
        _dog = new Sp805(_clock, frequency: 100, () => _resets++); // a tick of its own is ten of the clock's
        _clock.Add(_dog);
    }

    [Test]
    public void The_identification_bytes_say_SP805_and_the_counter_is_full()
    {
        byte[] bytes = [.. Enumerable.Range(0, 8).Select(i => (byte)_dog.Read(0xFE0 + (ulong)i * 4, 4))];
        Assert.That(bytes, Is.EqualTo(new byte[] { 0x05, 0x18, 0x14, 0x00, 0x0D, 0xF0, 0x05, 0xB1 }));
        Assert.That((_dog.Read(WDOGLOAD, 4), _dog.Read(WDOGVALUE, 4), _dog.Read(WDOGCONTROL, 4), _dog.Read(WDOGLOCK, 4)),
            Is.EqualTo((0xFFFF_FFFFul, 0xFFFF_FFFFul, 0ul, 0ul)));
    }

    [Test]
    public void It_interrupts_at_the_first_zero_and_resets_at_the_second()
    {
        _dog.Write(WDOGLOAD, 4, 10);
        _dog.Write(WDOGCONTROL, 4, 3);
        _clock.GoTo(99);
        Assert.That((_dog.Read(WDOGVALUE, 4), _dog.Interrupt.IsAsserted), Is.EqualTo((1ul, false)));
        _clock.GoTo(100);
        Assert.That((_dog.Read(WDOGRIS, 4), _dog.Read(WDOGMIS, 4), _dog.Interrupt.IsAsserted, _resets), Is.EqualTo((1ul, 1ul, true, 0)));
        _clock.GoTo(199);
        Assert.That(_resets, Is.Zero);
        _clock.GoTo(1000);
        Assert.That(_resets, Is.EqualTo(1));
    }

    [Test]
    public void Who_clears_the_interrupt_or_loads_again_in_time_is_not_reset()
    {
        _dog.Write(WDOGLOAD, 4, 10);
        _dog.Write(WDOGCONTROL, 4, 3);
        for (ulong at = 90; at < 1000; at += 90)
        {
            _clock.GoTo(at);
            _dog.Write(WDOGLOAD, 4, 10);
        }
        Assert.That(_dog.Interrupt.IsAsserted, Is.False);
        _clock.GoTo(1100);
        Assert.That(_dog.Interrupt.IsAsserted, Is.True);
        _dog.Write(WDOGINTCLR, 4, 0);
        Assert.That(_dog.Interrupt.IsAsserted, Is.False);
        _clock.GoTo(1190);
        Assert.That((_dog.Interrupt.IsAsserted, _resets), Is.EqualTo((false, 0)));
    }

    [Test]
    public void Without_reset_it_goes_round_and_has_nothing_more_to_do()
    {
        _dog.Write(WDOGLOAD, 4, 10);
        _dog.Write(WDOGCONTROL, 4, 1);
        _clock.GoTo(1_000_035);
        Assert.That((_dog.NextEvent, _resets, _dog.Interrupt.IsAsserted), Is.EqualTo(((ulong?)null, 0, true)));
        Assert.That(_dog.Read(WDOGVALUE, 4), Is.EqualTo(7u), "3.5 of its ticks into a round");
    }

    [Test]
    public void Locked_it_ignores_all_writes_but_the_key()
    {
        _dog.Write(WDOGLOCK, 4, 1);
        _dog.Write(WDOGLOAD, 4, 10);
        _dog.Write(WDOGCONTROL, 4, 3);
        Assert.That((_dog.Read(WDOGLOCK, 4), _dog.Read(WDOGLOAD, 4), _dog.Read(WDOGCONTROL, 4)), Is.EqualTo((1ul, 0xFFFF_FFFFul, 0ul)));
        _dog.Write(WDOGLOCK, 4, Sp805.UnlockKey);
        _dog.Write(WDOGLOAD, 4, 10);
        Assert.That((_dog.Read(WDOGLOCK, 4), _dog.Read(WDOGLOAD, 4)), Is.EqualTo((0ul, 10ul)));
    }

    [Test]
    public void A_load_of_nothing_expires_at_the_next_tick_and_never_hangs()
    {
        _dog.Write(WDOGLOAD, 4, 0);
        _dog.Write(WDOGCONTROL, 4, 1);
        _clock.GoTo(10);
        Assert.That(_dog.Interrupt.IsAsserted, Is.True);
        _dog.Write(WDOGCONTROL, 4, 0);
        Assert.That(_dog.Interrupt.IsAsserted, Is.False, "stopped, it does not interrupt");
    }
}
