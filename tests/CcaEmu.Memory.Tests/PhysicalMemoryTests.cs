using CcaEmu.Arm;

namespace CcaEmu.Memory.Tests;

public sealed class PhysicalMemoryTests
{
    [Test]
    public void Ram_costs_host_memory_for_what_is_touched()
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0x8_8000_0000, 64UL << 30);
        using var door = new GranuleProtection(memory);
        Assert.That(memory.TouchedBytes, Is.Zero);
        door.Read(At(0x9_0000_0000), 8, out ulong untouched);
        Assert.That((untouched, memory.TouchedBytes), Is.EqualTo((0ul, 0ul)), "reading does not touch");
        door.Write(At(0x9_0000_0000), 8, 1);
        Assert.That(memory.TouchedBytes, Is.EqualTo((ulong)Ram.ChunkBytes));
        door.Clear(At(0x8_8000_0000), 1UL << 30);
        Assert.That(memory.TouchedBytes, Is.EqualTo((ulong)Ram.ChunkBytes), "clearing untouched RAM does not touch it");
    }

    [Test]
    public void Runs_of_bytes_cross_pages_and_chunks()
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0x8000_0000, 0x10_0000);
        using var door = new GranuleProtection(memory);
        byte[] source = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7))];
        Assert.That(door.Write(At(0x8000_FFF1), source).Ok);
        var read = new byte[source.Length];
        Assert.That(door.Read(At(0x8000_FFF1), read).Ok);
        Assert.That(read, Is.EqualTo(source));
        Assert.That(door.Clear(At(0x8001_0000), 0x1000).Ok);
        door.Read(At(0x8000_FFFF), 1, out ulong before);
        door.Read(At(0x8001_0000), 1, out ulong after);
        Assert.That((before, after), Is.EqualTo(((ulong)source[14], 0ul)));
        Assert.That(() => door.Read(At(0x8000_FFFF), 2, out _), Throws.ArgumentException);
    }

    [Test]
    public void What_lies_outside_every_region_is_an_external_abort()
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0x8000_0000, 0x10_0000);
        using var door = new GranuleProtection(memory);
        Assert.That(door.Read(At(0x8010_0000), 8, out _).IsExternalAbort);
        Assert.That(door.Write(At(0x7FFF_FFF8), 8, 0).IsExternalAbort);
        Assert.That(door.Read(At(0x800F_FFF8), new byte[16]).IsExternalAbort, "the part behind the end");
        Assert.That(door.Clear(At(ulong.MaxValue - 0xFFF), 0x2000).IsExternalAbort);
    }

    [Test]
    public void A_device_sees_offset_and_size()
    {
        using var memory = new PhysicalMemory();
        var device = new Recorder();
        memory.AddDevice(0x1C09_0000, 0x1000, device);
        using var door = new GranuleProtection(memory);
        door.Write(At(0x1C09_0018), 4, 0x1_2345_6789);
        door.Read(At(0x1C09_0002), 2, out ulong value);
        Assert.That(device.Log, Is.EqualTo(new[] { "W 18 4 123456789", "R 2 2" }));
        Assert.That(value, Is.EqualTo(0x55ul));
    }

    [TestCase(0x8000_0000ul, 0x1000ul)]
    [TestCase(0x800F_0000ul, 0x20_0000ul)]
    public void Regions_may_not_overlap(ulong address, ulong size)
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0x8000_0000, 0x10_0000);
        Assert.That(() => memory.AddDevice(address, size, new Recorder()), Throws.ArgumentException);
    }

    [Test]
    public void Contents_decide_the_fold_and_not_what_was_touched()
    {
        using var one = new PhysicalMemory();
        using var two = new PhysicalMemory();
        one.AddRam(0x8000_0000, 0x10_0000);
        two.AddRam(0x8000_0000, 0x10_0000);
        using var doorOne = new GranuleProtection(one);
        using var doorTwo = new GranuleProtection(two);
        doorOne.Write(At(0x8000_0000), 8, 42);
        doorTwo.Write(At(0x8008_0000), 8, 7);
        doorTwo.Write(At(0x8000_0000), 8, 42);
        Assert.That(two.Fold(1), Is.Not.EqualTo(one.Fold(1)));
        doorTwo.Write(At(0x8008_0000), 8, 0);
        Assert.That(two.Fold(1), Is.EqualTo(one.Fold(1)));
    }

    [Test]
    public void Writes_to_a_page_with_decoded_code_are_reported_once()
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0x8000_0000, 0x10_0000);
        var observer = new CodeRecorder();
        memory.Code.Subscribe(observer);
        using var door = new GranuleProtection(memory);
        memory.Code.Mark(0x8000_1000);
        door.Write(At(0x8000_0FF8), new byte[8]);
        Assert.That(observer.Written, Is.Empty);
        door.Write(At(0x8000_0FF8), new byte[16]);
        door.Write(At(0x8000_1000), 8, 1);
        Assert.That(observer.Marked, Is.EqualTo(new[] { 0x8000_1000ul }));
        Assert.That(observer.Written, Is.EqualTo(new[] { 0x8000_1000ul }));
    }

    private static PhysicalAddress At(ulong address) => new(address, Pas.NonSecure);

    private sealed class Recorder : IMmioDevice
    {
        public List<string> Log { get; } = [];

        public ulong Read(ulong offset, int sizeBytes)
        {
            Log.Add($"R {offset:x} {sizeBytes}");
            return 0x55;
        }

        public void Write(ulong offset, int sizeBytes, ulong value) => Log.Add($"W {offset:x} {sizeBytes} {value:x}");
    }

    private sealed class CodeRecorder : ICodeObserver
    {
        public List<ulong> Marked { get; } = [];

        public List<ulong> Written { get; } = [];

        public void OnCodeMarked(ulong page) => Marked.Add(page);

        public void OnCodeWritten(ulong page) => Written.Add(page);
    }
}
