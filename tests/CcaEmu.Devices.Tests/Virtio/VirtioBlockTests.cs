using System.Buffers.Binary;
using System.Text;
using CcaEmu.Devices.Virtio;
using static CcaEmu.Devices.Tests.Virtio.TestDriver;

namespace CcaEmu.Devices.Tests.Virtio;

public sealed class VirtioBlockTests
{
    private const ushort NEXT = 1, WRITE = 2, INDIRECT = 4;

    private byte[] _contents = null!;
    private TestDriver _driver = null!;

    [SetUp]
    public void Make()
    {
        _contents = [.. Enumerable.Range(0, 8 * 512).Select(i => (byte)(i / 512 + 1))];
        _driver = new TestDriver(new VirtioBlock(new MemoryDisk(_contents), "disk0")).Start(1);
    }

    [Test]
    public void The_transport_says_what_it_is() =>
        Assert.That((_driver.Get(0x00), _driver.Get(0x04), _driver.Get(0x08), _driver.Get(0x34), _driver.Get(0x100), _driver.Transport.Read(0x114, 2)),
            Is.EqualTo((0x7472_6976u, 2u, 2u, 256u, 8u, 512ul)));

    [Test]
    public void A_status_of_zero_stops_the_queue_and_lowers_the_line_as_an_acknowledgement_does()
    {
        void Interrupt()
        {
            _driver.Describe(TestDriver.Table(0), 0, TestDriver.Buffers, 16, 1, 1);
            _driver.Describe(TestDriver.Table(0), 1, TestDriver.Buffers + 0x100, 1, 2);
            _driver.Offer(0, 0);
            _driver.Notify(0);
            Assert.That((_driver.Transport.Interrupt.IsAsserted, _driver.Get(0x60)), Is.EqualTo((true, 1u)));
        }
        Interrupt();
        _driver.Set(0x64, 1);
        Assert.That((_driver.Transport.Interrupt.IsAsserted, _driver.Get(0x60), _driver.Get(0x44)), Is.EqualTo((false, 0u, 1u)));
        Interrupt();
        _driver.Set(0x70, 0);
        Assert.That((_driver.Transport.Interrupt.IsAsserted, _driver.Get(0x60), _driver.Get(0x44), _driver.Status), Is.EqualTo((false, 0u, 0u, 0u)));
    }

    [Test]
    public void A_read_fills_the_buffers_and_says_how_much()
    {
        Request(0, sector: 2, dataBytes: 1024, WRITE);
        Assert.That((Status(1024), _driver.UsedEntry(0, 0)), Is.EqualTo(((byte)0, (0u, 1025u))));
        Assert.That(_driver.Buffer(16, 1024).ToArray(), Is.EqualTo(_contents[1024..2048]));
        Assert.That((_driver.Transport.Interrupt.IsAsserted, _driver.Get(0x60)), Is.EqualTo((true, 1u)));
        _driver.Set(0x64, 1);
        Assert.That(_driver.Transport.Interrupt.IsAsserted, Is.False);
    }

    [Test]
    public void A_write_reaches_the_disk_and_a_read_gives_it_back()
    {
        _driver.Buffer(16, 512).Fill(0xEE);
        Request(1, sector: 7, dataBytes: 512, 0);
        Assert.That((Status(512), _driver.UsedEntry(0, 0).Length), Is.EqualTo(((byte)0, 1u)));
        Assert.That(_contents[^512..], Is.All.EqualTo(0xEE));
    }

    [TestCase(0u, 8ul, 512u, 1, TestName = "A_read_behind_the_end_fails")]
    [TestCase(0u, 7ul, 1024u, 1, TestName = "A_read_over_the_end_fails")]
    [TestCase(0u, ulong.MaxValue, 512u, 1, TestName = "A_sector_that_overflows_fails")]
    [TestCase(0u, 0ul, 100u, 1, TestName = "A_part_of_a_sector_fails")]
    [TestCase(4u, 0ul, 0u, 0, TestName = "A_flush_succeeds")]
    [TestCase(99u, 0ul, 0u, 2, TestName = "An_unknown_request_is_unsupported")]
    public void Requests_end_in_a_status(uint type, ulong sector, uint dataBytes, int expected)
    {
        Request(type, sector, (int)dataBytes, WRITE);
        Assert.That((Status((int)dataBytes), _driver.Status & NeedsReset), Is.EqualTo(((byte)expected, 0u)));
    }

    [Test]
    public void Who_it_is_is_twenty_bytes()
    {
        Request(8, 0, 20, WRITE);
        Assert.That(Encoding.ASCII.GetString(_driver.Buffer(16, 20)).TrimEnd('\0'), Is.EqualTo("disk0"));
    }

    [Test]
    public void A_read_only_disk_says_so_and_refuses_writes()
    {
        _driver = new TestDriver(new VirtioBlock(new MemoryDisk(_contents, isReadOnly: true), "")).Start(1);
        _driver.Set(0x14, 0);
        Assert.That(_driver.Get(0x10) & 1 << 5, Is.Not.Zero);
        Request(1, 0, 512, 0);
        Assert.That((Status(512), _contents[0]), Is.EqualTo(((byte)1, (byte)1)));
    }

    [Test]
    public void An_indirect_table_holds_the_same_request()
    {
        _driver = new TestDriver(new VirtioBlock(new MemoryDisk(_contents), "")).Start(1, Version1 | Indirect);
        ulong table = Buffers + 0x2000;
        Header(0, 3);
        _driver.Describe(table, 0, Buffers, 16, NEXT, 1);
        _driver.Describe(table, 1, Buffers + 16, 512, WRITE | NEXT, 2);
        _driver.Describe(table, 2, Buffers + 16 + 512, 1, WRITE);
        _driver.Describe(Table(0), 0, table, 48, INDIRECT);
        _driver.Offer(0, 0);
        _driver.Notify(0);
        Assert.That((Status(512), _driver.Buffer(16, 512)[0]), Is.EqualTo(((byte)0, (byte)4)));
    }

    [Test]
    public void With_an_event_index_it_interrupts_when_the_driver_waits_for_that_entry_and_not_before()
    {
        _driver = new TestDriver(new VirtioBlock(new MemoryDisk(_contents), "")).Start(1, Version1 | EventIndex);
        _driver.Put16(Available(0) + 4 + 2 * Size, 1); // used_event: tell me when the second is done
        Request(4, 0, 0, WRITE);
        Assert.That(_driver.Transport.Interrupt.IsAsserted, Is.False);
        Assert.That(_driver.Get16(Used(0) + 4 + 8 * Size), Is.EqualTo(1), "avail_event: tell me of the second");
        Request(4, 0, 0, WRITE);
        Assert.That(_driver.Transport.Interrupt.IsAsserted, Is.True);
    }

    [Test]
    public void The_driver_can_turn_interrupts_off()
    {
        _driver.Put16(Available(0), 1);
        Request(4, 0, 0, WRITE);
        Assert.That((_driver.Get16(Used(0) + 2), _driver.Transport.Interrupt.IsAsserted), Is.EqualTo(((ushort)1, false)));
    }

    private void Header(uint type, ulong sector)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_driver.Buffer(0, 4), type);
        BinaryPrimitives.WriteUInt64LittleEndian(_driver.Buffer(8, 8), sector);
    }

    private void Request(uint type, ulong sector, int dataBytes, ushort dataFlags)
    {
        Header(type, sector);
        _driver.Buffer(16 + dataBytes, 1)[0] = 0xFF;
        _driver.Describe(Table(0), 0, Buffers, 16, NEXT, dataBytes != 0 ? (ushort)1 : (ushort)2);
        _driver.Describe(Table(0), 1, Buffers + 16, (uint)dataBytes, (ushort)(dataFlags | NEXT), 2);
        _driver.Describe(Table(0), 2, Buffers + 16 + (ulong)dataBytes, 1, WRITE);
        _driver.Offer(0, 0);
        _driver.Notify(0);
    }

    private byte Status(int dataBytes) => _driver.Buffer(16 + dataBytes, 1)[0];
}
