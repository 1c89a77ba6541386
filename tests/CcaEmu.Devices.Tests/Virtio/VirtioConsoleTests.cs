using System.Text;
using CcaEmu.Devices.Virtio;
using static CcaEmu.Devices.Tests.Virtio.TestDriver;

namespace CcaEmu.Devices.Tests.Virtio;

public sealed class VirtioConsoleTests
{
    private const ushort NEXT = 1, WRITE = 2;

    private readonly List<byte> _sent = [];

    [SetUp]
    public void Forget() => _sent.Clear();

    [Test]
    public void What_the_driver_sends_in_any_pieces_reaches_the_sink_before_the_notification_returns()
    {
        var driver = new TestDriver(new VirtioConsole(_sent.Add)).Start(2);
        "Hello, console"u8.CopyTo(driver.Buffer(0, 14));
        driver.Describe(Table(1), 0, Buffers, 5, NEXT, 1);
        driver.Describe(Table(1), 1, Buffers + 5, 9, 0);
        driver.Offer(1, 0);
        driver.Notify(1);
        Assert.That((Encoding.ASCII.GetString([.. _sent]), driver.UsedEntry(1, 0)), Is.EqualTo(("Hello, console", (0u, 0u))));
    }

    [Test]
    public void Input_waits_for_a_buffer_and_fills_it_when_it_comes()
    {
        var console = new VirtioConsole(_sent.Add);
        TestDriver driver = new TestDriver(console).Start(2);
        foreach (byte character in "abc"u8)
            console.Enqueue(character);
        Assert.That((console.PendingInput, driver.Transport.Interrupt.IsAsserted), Is.EqualTo((3, false)));
        driver.Describe(Table(0), 0, Buffers, 2, WRITE);
        driver.Offer(0, 0);
        driver.Notify(0);
        Assert.That((Encoding.ASCII.GetString(driver.Buffer(0, 2)), driver.UsedEntry(0, 0), console.PendingInput, driver.Transport.Interrupt.IsAsserted),
            Is.EqualTo(("ab", (0u, 2u), 1, true)));
    }

    [Test]
    public void Input_goes_into_a_buffer_that_waits()
    {
        var console = new VirtioConsole(_sent.Add);
        TestDriver driver = new TestDriver(console).Start(2);
        driver.Describe(Table(0), 3, Buffers, 64, WRITE);
        driver.Offer(0, 3);
        driver.Notify(0);
        console.Enqueue((byte)'x');
        Assert.That((driver.Buffer(0, 1)[0], driver.UsedEntry(0, 0), driver.Transport.Interrupt.IsAsserted), Is.EqualTo(((byte)'x', (3u, 1u), true)));
    }

    [Test]
    public void An_emergency_character_needs_no_set_up()
    {
        var driver = new TestDriver(new VirtioConsole(_sent.Add));
        driver.Set(0x108, '!');
        Assert.That(_sent, Is.EqualTo("!"u8.ToArray()));
    }

    [Test]
    public void Nothing_is_done_before_DRIVER_OK_and_what_was_notified_too_early_is_done_then()
    {
        var driver = new TestDriver(new VirtioConsole(_sent.Add));
        driver.Set(0x24, 1);
        driver.Set(0x20, 1);
        driver.Set(0x70, Acknowledge | Driver | FeaturesOk);
        driver.SetUp(1);
        driver.Buffer(0, 1)[0] = (byte)'q';
        driver.Describe(Table(1), 0, Buffers, 1, 0);
        driver.Offer(1, 0);
        driver.Notify(1);
        Assert.That(_sent, Is.Empty);
        driver.Set(0x70, Acknowledge | Driver | FeaturesOk | DriverOk);
        Assert.That(_sent, Is.EqualTo("q"u8.ToArray()));
    }
}
