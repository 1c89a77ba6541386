using CcaEmu.Devices.Virtio;
using static CcaEmu.Devices.Tests.Virtio.TestDriver;

namespace CcaEmu.Devices.Tests.Virtio;

/// <summary>Rings that no driver may make: each asks for a reset, and after it the device works again.</summary>
internal sealed class MalformedRingTests
{
    private const ushort NEXT = 1, WRITE = 2, INDIRECT = 4;

    private static IEnumerable<TestCaseData> Rings()
    {
        static TestCaseData Ring(string name, Action<TestDriver> make) => new TestCaseData(make).SetName(name);
        yield return Ring("A_loop", d => d.Describe(Table(0), 0, Buffers, 16, NEXT, 0));
        yield return Ring("A_longer_loop", d =>
        {
            d.Describe(Table(0), 0, Buffers, 16, NEXT, 1);
            d.Describe(Table(0), 1, Buffers, 16, NEXT, 0);
        });
        yield return Ring("A_next_behind_the_table", d => d.Describe(Table(0), 0, Buffers, 16, NEXT, 8));
        yield return Ring("A_head_behind_the_table", d => d.Put16(Available(0) + 4, 8));
        yield return Ring("A_buffer_that_is_not_memory", d => d.Describe(Table(0), 0, 0x1000, 16, 0));
        yield return Ring("A_buffer_over_the_end_of_memory", d => d.Describe(Table(0), 0, Base + 0xFFF8, 16, 0));
        yield return Ring("A_buffer_over_the_end_of_addresses", d => d.Describe(Table(0), 0, ulong.MaxValue - 7, 16, 0));
        yield return Ring("Nothing_to_write_the_status_to", d => d.Describe(Table(0), 0, Buffers, 16, 0));
        yield return Ring("No_header", d => d.Describe(Table(0), 0, Buffers, 16, WRITE));
        yield return Ring("A_short_header", d =>
        {
            d.Describe(Table(0), 0, Buffers, 15, NEXT, 1);
            d.Describe(Table(0), 1, Buffers, 1, WRITE);
        });
        yield return Ring("Something_to_read_behind_something_to_write", d =>
        {
            d.Describe(Table(0), 0, Buffers, 1, WRITE | NEXT, 1);
            d.Describe(Table(0), 1, Buffers, 16, 0);
        });
        yield return Ring("An_index_that_is_too_far_ahead", d => d.Put16(Available(0) + 2, 9));
        yield return Ring("An_indirect_table_that_was_not_negotiated", d => d.Describe(Table(0), 0, Buffers, 16, INDIRECT));
        yield return Ring("A_status_that_is_not_memory", d =>
        {
            d.Describe(Table(0), 0, Buffers, 16, NEXT, 1);
            d.Describe(Table(0), 1, 0x1000, 1, WRITE);
        });
    }

    [TestCaseSource(nameof(Rings))]
    public void Asks_for_a_reset_that_mends_it(Action<TestDriver> make)
    {
        var driver = new TestDriver(new VirtioBlock(new MemoryDisk(new byte[512]), "")).Start(1);
        driver.Put16(Available(0) + 2, 1);
        make(driver);
        driver.Notify(0);
        Assert.That((driver.Status & NeedsReset, driver.Get(0x60) & 2, driver.Transport.Interrupt.IsAsserted), Is.EqualTo((NeedsReset, 2u, true)));
        driver.Set(0x70, 0);
        Assert.That((driver.Status, driver.Get(0x60), driver.Transport.Interrupt.IsAsserted, driver.Get(0x44)), Is.EqualTo((0u, 0u, false, 0u)));
    }

    [TestCase(0u)]
    [TestCase(3u)]
    [TestCase(512u)]
    [TestCase(0x1_0000u)]
    public void A_queue_of_a_size_that_cannot_be_breaks_when_it_is_started(uint size)
    {
        var driver = new TestDriver(new VirtioBlock(new MemoryDisk(new byte[512]), "")).Start(0);
        driver.SetUp(0, size);
        Assert.That(driver.Status & NeedsReset, Is.Not.Zero);
    }

    [TestCase(0x1_0000_0000ul << 4, false, TestName = "Features_that_were_not_offered_are_refused")]
    [TestCase(0ul, false, TestName = "A_legacy_driver_is_refused")]
    [TestCase(Version1, true, TestName = "A_driver_of_version_1_is_taken")]
    public void Features_are_agreed_on_or_not(ulong features, bool taken)
    {
        var driver = new TestDriver(new VirtioBlock(new MemoryDisk(new byte[512]), ""));
        driver.Set(0x24, 1);
        driver.Set(0x20, (uint)(features >> 32));
        driver.Set(0x70, Acknowledge | Driver | FeaturesOk);
        Assert.That((driver.Status & FeaturesOk) != 0, Is.EqualTo(taken));
    }

    // A disk whose sectors rewrite the rings makes a machine of its own: it must come to an end.
    [Test]
    public void A_request_that_rewrites_the_rings_cannot_go_on_for_ever()
    {
        var disk = new byte[512];
        disk[2] = 0xFF; // available index 255, whatever has been taken
        disk[3] = 0xFF;
        var driver = new TestDriver(new VirtioBlock(new MemoryDisk(disk), "")).Start(1);
        driver.Describe(Table(0), 0, Buffers, 16, NEXT, 1);
        driver.Describe(Table(0), 1, Available(0), 512, WRITE | NEXT, 2);
        driver.Describe(Table(0), 2, Buffers + 0x100, 1, WRITE);
        driver.Offer(0, 0);
        driver.Notify(0);
        Assert.That(driver.Status & NeedsReset, Is.Not.Zero);
    }

    // Registers, rings and memory full of anything: no exception, no endless loop.
    [Test]
    public void Random_rings_and_random_register_writes_do_no_harm()
    {
        var random = new Random(7);
        int finished = 0;
        for (int round = 0; round < 3000; round++)
        {
            var driver = new TestDriver(round % 2 == 0 ? new VirtioBlock(new MemoryDisk(new byte[4096]), "") : new VirtioConsole(_ => { }));
            if (random.Next(4) != 0)
                driver.Start(2, Version1 | (random.Next(2) == 0 ? Indirect : 0) | (random.Next(2) == 0 ? EventIndex : 0));
            for (int i = 0; i < 3; i++)
                driver.Describe(Table(random.Next(2)), random.Next(9), random.Next(3) == 0 ? (ulong)random.NextInt64() : Buffers + (ulong)random.Next(0x2000),
                    random.Next(3) == 0 ? (uint)random.NextInt64() : (uint)random.Next(600), (ushort)random.Next(16), (ushort)random.Next(10));
            for (int i = 0; i < 3; i++)
                driver.Put16(Available(random.Next(2)) + (ulong)random.Next(12) * 2, (ushort)random.Next(20));
            for (int i = 0; i < 20; i++)
            {
                int[] sizes = [1, 2, 4, 8];
                int size = sizes[random.Next(4)];
                ulong offset = (ulong)random.Next(0x120 / size) * (ulong)size;
                if (random.Next(2) == 0)
                    driver.Transport.Read(offset, size);
                else
                    driver.Transport.Write(offset, size, (ulong)random.NextInt64() >> random.Next(63));
                driver.Notify(random.Next(3));
            }
            finished += driver.Status == 0 ? 0 : 1;
        }
        Assert.That(finished, Is.GreaterThan(1000));
    }
}
