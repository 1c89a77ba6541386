using CcaEmu.Devices.Clocks;
using CcaEmu.Devices.Timing;

namespace CcaEmu.Devices.Tests.Clocks;

public sealed class Sp804Tests
{
    private const ulong Load = 0x00, Value = 0x04, Control = 0x08, IntClr = 0x0C, RIS = 0x10, MIS = 0x14, BGLoad = 0x18, Second = 0x20;
    private const ulong OneShot = 1, Size32 = 2, Prescale16 = 1 << 2, Prescale256 = 2 << 2, IntEnable = 1 << 5, Periodic = 1 << 6, Enable = 1 << 7;

    private TestClock _clock = null!;
    private Sp804 _timers = null!;

    [SetUp]
    public void Make()
    {
        _clock = new TestClock();
        _timers = new Sp804(_clock, frequency: 100); // a tick of its own is ten of the clock's
        foreach (ITimedDevice timer in _timers.Timers)
            _clock.Add(timer);
    }

    [Test]
    public void The_identification_bytes_say_SP804_and_both_timers_are_stopped_and_full()
    {
        byte[] bytes = [.. Enumerable.Range(0, 8).Select(i => (byte)_timers.Read(0xFE0 + (ulong)i * 4, 4))];
        Assert.That(bytes, Is.EqualTo(new byte[] { 0x04, 0x18, 0x14, 0x00, 0x0D, 0xF0, 0x05, 0xB1 }));
        foreach (ulong at in new[] { 0ul, Second })
        {
            Assert.That((Read(at + Load), Read(at + Value), Read(at + Control), Read(at + RIS), Read(at + MIS)),
                Is.EqualTo((0ul, 0xFFFF_FFFFul, IntEnable, 0ul, 0ul)));
        }
    }

    [Test]
    public void Periodic_it_interrupts_each_load_ticks_until_it_is_disabled()
    {
        Start(Periodic, load: 10);
        _clock.GoTo(99);
        Assert.That((Read(Value), _timers.Interrupt.IsAsserted), Is.EqualTo((1ul, false)));
        for (ulong at = 100; at <= 300; at += 100)
        {
            _clock.GoTo(at);
            Assert.That((Read(RIS), Read(MIS), Read(Value), _timers.Interrupt.IsAsserted), Is.EqualTo((1ul, 1ul, 10ul, true)), $"at {at}");
            Write(IntClr, 0);
            Assert.That(_timers.Interrupt.IsAsserted, Is.False);
        }
        Write(Control, 0);
        _clock.GoTo(10_000);
        Assert.That((Read(Value), Read(RIS), _timers.Interrupt.IsAsserted), Is.EqualTo((10ul, 0ul, false)));
    }

    [Test]
    public void Once_it_stops_at_zero_until_it_is_loaded_again()
    {
        Start(OneShot, load: 5);
        _clock.GoTo(49);
        Assert.That(Read(RIS), Is.Zero);
        _clock.GoTo(5000);
        Assert.That((Read(Value), Read(RIS)), Is.EqualTo((0ul, 1ul)));
        Write(IntClr, 0);
        _clock.GoTo(10_000);
        Assert.That(Read(RIS), Is.Zero, "it stays at zero and does not come again");
        Write(Load, 2);
        _clock.GoTo(10_020);
        Assert.That(Read(RIS), Is.EqualTo(1u));
    }

    [TestCase(0ul, 0x1_0000ul, TestName = "Free_running_with_16_bits_it_comes_round_after_64_Ki_ticks")]
    [TestCase(Size32, 0x1_0000_0000ul, TestName = "Free_running_with_32_bits_it_comes_round_after_4_Gi_ticks")]
    public void Free_running_it_comes_round(ulong size, ulong ticks)
    {
        Start(size, load: 3);
        _clock.GoTo(30);
        Write(IntClr, 0);
        _clock.GoTo(30 + 10 * ticks - 1);
        Assert.That((Read(Value), Read(RIS)), Is.EqualTo((1ul, 0ul)));
        _clock.GoTo(30 + 10 * ticks);
        Assert.That(Read(RIS), Is.EqualTo(1u));
    }

    [TestCase(Prescale16, 16ul)]
    [TestCase(Prescale256, 256ul)]
    public void The_prescaler_divides_its_clock(ulong prescale, ulong by)
    {
        Start(Periodic | prescale, load: 4);
        _clock.GoTo(40 * by - 1);
        Assert.That(Read(RIS), Is.Zero);
        _clock.GoTo(40 * by);
        Assert.That(Read(RIS), Is.EqualTo(1u));
    }

    [Test]
    public void A_background_load_counts_from_the_next_round_on()
    {
        Start(Periodic, load: 10);
        _clock.GoTo(50);
        Write(BGLoad, 3);
        Assert.That((Read(Value), Read(Load), Read(BGLoad)), Is.EqualTo((5ul, 3ul, 3ul)));
        _clock.GoTo(100);
        Assert.That(Read(RIS), Is.EqualTo(1u));
        Write(IntClr, 0);
        _clock.GoTo(129);
        Assert.That(Read(RIS), Is.Zero);
        _clock.GoTo(130);
        Assert.That(Read(RIS), Is.EqualTo(1u));
    }

    [Test]
    public void The_interrupt_is_of_both_timers_and_masked_by_each_for_itself()
    {
        Start(Periodic, load: 10);
        Write(Second + Load, 20);
        Write(Second + Control, Enable | Periodic | Size32);
        _clock.GoTo(250);
        Assert.That((Read(Second + RIS), Read(Second + MIS)), Is.EqualTo((1ul, 0ul)), "raised, and masked");
        Write(IntClr, 0);
        Assert.That(_timers.Interrupt.IsAsserted, Is.False);
        Write(Second + Control, Enable | Periodic | Size32 | IntEnable);
        Assert.That(_timers.Interrupt.IsAsserted, Is.True);
        Write(Second + IntClr, 0);
        Assert.That(_timers.Interrupt.IsAsserted, Is.False);
    }

    [Test]
    public void A_load_of_zero_is_at_zero_at_once_and_never_hangs()
    {
        Start(Periodic, load: 7);
        Write(Load, 0);
        Assert.That(_timers.Interrupt.IsAsserted, Is.True);
        Write(IntClr, 0);
        _clock.GoTo(1000);
        Assert.That(_timers.Interrupt.IsAsserted, Is.True);
    }

    [Test]
    public void A_reset_stops_it_and_drops_the_line()
    {
        Start(Periodic, load: 1);
        _clock.GoTo(100);
        Assert.That(_timers.Interrupt.IsAsserted, Is.True);
        _timers.Reset();
        Assert.That((Read(Control), Read(Value), Read(Load), Read(RIS), _timers.Interrupt.IsAsserted), Is.EqualTo((IntEnable, 0xFFFF_FFFFul, 0ul, 0ul, false)));
        Assert.That(_timers.Timers.Select(timer => timer.NextEvent), Is.All.Null);
    }

    [Test]
    public void The_system_controller_chooses_the_clock_and_the_timer_goes_on_from_where_it_is()
    {
        var controller = new Sp810([_timers]);
        byte[] bytes = [.. Enumerable.Range(0, 8).Select(i => (byte)controller.Read(0xFE0 + (ulong)i * 4, 4))];
        Assert.That(bytes, Is.EqualTo(new byte[] { 0x10, 0x18, 0x14, 0x00, 0x0D, 0xF0, 0x05, 0xB1 }));
        Start(Size32, load: 2_000_000_000);
        controller.Write(0, 4, 1u << 16); // TimerEn0Ov: 35 MHz
        ulong before = Read(Value);
        _clock.GoTo(1000);
        Assert.That(before - Read(Value), Is.EqualTo(35_000_000u));
        controller.Write(0, 4, 1u << 15); // TimerEn0Sel: 1 MHz
        before = Read(Value);
        _clock.GoTo(2000);
        Assert.That(before - Read(Value), Is.EqualTo(1_000_000u));
        controller.Write(0, 4, 0);
        before = Read(Value);
        _clock.GoTo(3000);
        Assert.That((before - Read(Value), Read(Second + Value), controller.Read(0, 4)), Is.EqualTo((32_768ul, 0xFFFF_FFFFul, 0ul)));
    }

    private void Start(ulong mode, uint load)
    {
        Write(Control, mode | IntEnable | (mode == 0 ? 0 : mode & Size32));
        Write(Load, load);
        Write(Control, mode | IntEnable | Enable);
    }

    private ulong Read(ulong offset) => _timers.Read(offset, 4);

    private void Write(ulong offset, ulong value) => _timers.Write(offset, 4, value);
}
