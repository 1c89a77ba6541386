using System.Text;
using CcaEmu.Devices.Serial;
using static CcaEmu.Devices.Serial.Pl011Registers;

namespace CcaEmu.Devices.Tests.Serial;

public sealed class Pl011Tests
{
    private readonly List<byte> _sent = [];
    private Pl011 _uart = null!;

    [SetUp]
    public void Make()
    {
        _sent.Clear();
        _uart = new Pl011(_sent.Add);
    }

    [Test]
    public void What_is_written_to_UARTDR_reaches_the_sink()
    {
        foreach (byte character in "Hello"u8)
            _uart.Write(UARTDR, 4, character);
        Assert.That(Encoding.ASCII.GetString([.. _sent]), Is.EqualTo("Hello"));
    }

    [TestCase(UARTFR, 0x90u)]
    [TestCase(UARTCR, 0x300u)]
    [TestCase(UARTIFLS, 0x12u)]
    [TestCase(UARTIMSC, 0u)]
    [TestCase(UARTRIS, 0u)]
    [TestCase(UARTLCR_H, 0u)]
    public void Registers_have_the_reset_values_of_the_manual(ulong offset, uint expected) =>
        Assert.That(_uart.Read(offset, 4), Is.EqualTo(expected));

    [Test]
    public void The_identification_bytes_say_PL011_r1p5()
    {
        byte[] bytes = [.. Enumerable.Range(0, 8).Select(i => (byte)_uart.Read(UARTPeriphID0 + (ulong)i * 4, 4))];
        Assert.That(bytes, Is.EqualTo(new byte[] { 0x11, 0x10, 0x34, 0x00, 0x0D, 0xF0, 0x05, 0xB1 }));
    }

    [Test]
    public void Queued_characters_are_read_in_order_and_then_the_receiver_is_empty()
    {
        _uart.Enqueue((byte)'a');
        _uart.Enqueue((byte)'b');
        Assert.That(_uart.Read(UARTFR, 4) & FR_RXFE, Is.Zero);
        Assert.That(_uart.Read(UARTDR, 4), Is.EqualTo('a'));
        Assert.That(_uart.Read(UARTDR, 1), Is.EqualTo('b'));
        Assert.That(_uart.Read(UARTFR, 4) & FR_RXFE, Is.EqualTo(FR_RXFE));
        Assert.That(_uart.Read(UARTDR, 4), Is.Zero);
    }

    [Test]
    public void More_characters_than_the_FIFO_holds_wait_and_none_is_lost()
    {
        _uart.Write(UARTLCR_H, 4, LCR_H_FEN);
        for (int i = 0; i < 100; i++)
            _uart.Enqueue((byte)i);
        Assert.That(_uart.Read(UARTFR, 4) & FR_RXFF, Is.EqualTo(FR_RXFF));
        int[] read = [.. Enumerable.Range(0, 100).Select(_ => (int)_uart.Read(UARTDR, 4))];
        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(_uart.PendingInput, Is.Zero);
    }

    [Test]
    public void A_received_character_interrupts_when_the_mask_lets_it()
    {
        _uart.Enqueue(1);
        Assert.That(_uart.InterruptAsserted, Is.False);
        _uart.Write(UARTIMSC, 4, INT_RX);
        Assert.That(_uart.InterruptAsserted, Is.True);
        Assert.That(_uart.Read(UARTMIS, 4), Is.EqualTo(INT_RX));
        _uart.Read(UARTDR, 4);
        Assert.That(_uart.InterruptAsserted, Is.False);
    }

    [Test]
    public void A_few_characters_in_the_FIFO_raise_the_receive_timeout_and_not_the_level()
    {
        _uart.Write(UARTLCR_H, 4, LCR_H_FEN);
        _uart.Enqueue(1);
        Assert.That(_uart.Read(UARTRIS, 4), Is.EqualTo(INT_RT));
    }

    [Test]
    public void The_transmit_interrupt_follows_a_character_and_is_cleared_by_UARTICR()
    {
        _uart.Write(UARTDR, 1, 'x');
        Assert.That(_uart.Read(UARTRIS, 4), Is.EqualTo(INT_TX));
        _uart.Write(UARTICR, 4, INT_TX);
        Assert.That(_uart.Read(UARTRIS, 4), Is.Zero);
    }

    [Test]
    public void With_loopback_what_is_sent_is_received_and_not_put_out()
    {
        _uart.Write(UARTCR, 4, CR_UARTEN | CR_TXE | CR_RXE | CR_LBE);
        _uart.Write(UARTDR, 4, 'z');
        Assert.That(_sent, Is.Empty);
        Assert.That(_uart.Read(UARTDR, 4), Is.EqualTo('z'));
    }

    [Test]
    public void Baud_rate_and_line_control_keep_their_bits_and_no_others()
    {
        _uart.Write(UARTIBRD, 4, 0xFFFF_FFFF);
        _uart.Write(UARTFBRD, 4, 0xFFFF_FFFF);
        _uart.Write(UARTLCR_H, 4, 0xFFFF_FFFF);
        Assert.That(_uart.Read(UARTIBRD, 4), Is.EqualTo(0xFFFF));
        Assert.That(_uart.Read(UARTFBRD, 4), Is.EqualTo(0x3F));
        Assert.That(_uart.Read(UARTLCR_H, 4), Is.EqualTo(0xFF));
    }

    [Test]
    public void Any_access_anywhere_in_the_window_is_answered()
    {
        foreach (int size in new[] { 1, 2, 4, 8 })
        {
            for (ulong offset = 0; offset < Pl011.WindowBytes; offset += (ulong)size)
            {
                _uart.Write(offset, size, ulong.MaxValue);
                Assert.That(_uart.Read(offset, size) >> (size == 8 ? 63 : size * 8), Is.Zero);
            }
        }
    }
}
