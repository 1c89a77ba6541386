using CcaEmu.Arm;

namespace CcaEmu.Memory.Tests;

/// <summary>Memory encryption contexts: what is written in one is noise in another, and whole again in its own.</summary>
public sealed unsafe class MemoryEncryptionTests
{
    private const ulong Dram = 0x8000_0000, Page = Dram + 0x5000;
    private static readonly byte[] Text = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7 + 3))];

    private PhysicalMemory _memory = null!;
    private GranuleProtection _door = null!;

    [SetUp]
    public void SetUp()
    {
        _memory = New();
        _door = new GranuleProtection(_memory);
    }

    [TearDown]
    public void TearDown()
    {
        _door.Dispose();
        _memory.Dispose();
    }

    private static IEnumerable<PhysicalAddress> Contexts() =>
        [In(Pas.NonSecure), In(Pas.Secure), In(Pas.Root), In(Pas.Realm), In(Pas.Realm, 1), In(Pas.Realm, 2), In(Pas.Realm, 0xFFFF)];

    [Test]
    public void Bytes_of_one_context_are_noise_in_every_other_and_whole_in_their_own()
    {
        foreach (PhysicalAddress own in Contexts())
        {
            Assert.That(_door.Write(own, Text).Ok);
            foreach (PhysicalAddress other in Contexts().Where(other => other != own))
                Assert.That(LikeNoise(Read(other)), $"{own} read as {other}");
            Assert.That(Read(own), Is.EqualTo(Text), $"{own}: reading by others changed nothing");
        }
    }

    [Test]
    public void Each_context_sees_noise_of_its_own()
    {
        _door.Write(In(Pas.NonSecure), Text);
        byte[][] seen = [.. Contexts().Select(Read)];
        for (int i = 0; i < seen.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.That(Distance(seen[i], seen[j]), Is.GreaterThan(3500), $"{i} and {j}");
        }
    }

    [Test]
    public void A_write_in_another_context_leaves_the_rest_of_the_page_noise_to_it_and_whole_to_the_first()
    {
        _door.Write(In(Pas.Realm, 3), Text);
        Assert.That(_door.Write(In(Pas.Realm, 4) + 0x100, 8, 0x1122_3344_5566_7788).Ok);
        _door.Read(In(Pas.Realm, 4) + 0x100, 8, out ulong own);
        Assert.That(own, Is.EqualTo(0x1122_3344_5566_7788));
        byte[] first = Read(In(Pas.Realm, 3));
        Assert.That(first.AsSpan(0, 0x100).SequenceEqual(Text.AsSpan(0, 0x100)) && first.AsSpan(0x108).SequenceEqual(Text.AsSpan(0x108)));
        Assert.That(first.AsSpan(0x100, 8).SequenceEqual(Text.AsSpan(0x100, 8)), Is.False);
    }

    [Test]
    public void Any_run_of_bytes_reads_as_single_bytes_do()
    {
        var random = new Random(7);
        _door.Write(In(Pas.Realm, 9), Text);
        byte[] whole = Read(In(Pas.Root));
        for (int i = 0; i < 500; i++)
        {
            int from = random.Next(4096), length = random.Next(1, 4097 - from);
            var part = new byte[length];
            _door.Read(In(Pas.Root) + (ulong)from, part);
            Assert.That(part.AsSpan().SequenceEqual(whole.AsSpan(from, length)), $"{length} bytes at {from}");
            int size = 1 << random.Next(4);
            if (from + size > 4096)
                continue;
            _door.Read(In(Pas.Root) + (ulong)from, size, out ulong value);
            ulong expected = 0;
            for (int b = 0; b < size; b++)
                expected |= (ulong)whole[from + b] << (b * 8);
            Assert.That(value, Is.EqualTo(expected), $"{size} bytes at {from}");
        }
    }

    [Test]
    public void Wiped_memory_is_zero_in_the_context_that_wiped_it_alone()
    {
        _door.Write(In(Pas.NonSecure), Text);
        Assert.That(_door.Clear(In(Pas.Realm, 5), 0x1000).Ok);
        Assert.That(Read(In(Pas.Realm, 5)), Is.All.Zero);
        Assert.That(LikeNoise(Read(In(Pas.NonSecure))));
        Assert.That(_door.Clear(In(Pas.Realm, 5) + 0x10_0000, 0x1000).Ok, "and where nothing was ever touched");
        var untouched = new byte[0x1000];
        _door.Read(In(Pas.Realm, 5) + 0x10_0000, untouched);
        Assert.That(untouched, Is.All.Zero);
    }

    [Test]
    public void A_refreshed_context_reads_what_it_wrote_before_as_noise()
    {
        _door.Write(In(Pas.Realm, 6), Text);
        _door.Write(In(Pas.Realm, 7) + 0x1000, Text);
        _memory.Encryption!.Refresh(6);
        Assert.That(LikeNoise(Read(In(Pas.Realm, 6))));
        var other = new byte[0x1000];
        _door.Read(In(Pas.Realm, 7) + 0x1000, other);
        Assert.That(other, Is.EqualTo(Text), "no other context has lost anything");
        Assert.That(() => _memory.Encryption.Refresh(0x1_0000), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Who_keeps_host_pointers_is_told_when_a_mapped_page_changes_its_context_and_only_then()
    {
        var told = new Counter();
        _memory.Encryption!.Subscribe(told);
        _door.Write(In(Pas.Realm, 1), Text);
        _door.Write(In(Pas.Realm, 2), 8, 1);
        Assert.That(told.Times, Is.Zero, "nobody had a pointer");
        byte* page = _door.MapPage(In(Pas.Realm, 2));
        Assert.That(*(ulong*)page, Is.EqualTo(1), "the pointer shows plain text");
        _door.Write(In(Pas.Realm, 2), 8, 2);
        Read(In(Pas.Realm, 1));
        Assert.That(told.Times, Is.Zero, "the same context writes, another only reads");
        _door.Write(In(Pas.Realm, 1), 8, 3);
        Assert.That(told.Times, Is.EqualTo(1));
        _memory.Encryption.Unsubscribe(told);
    }

    [Test]
    public void The_digest_of_memory_does_not_depend_on_who_has_looked_at_it()
    {
        using PhysicalMemory other = New();
        using var door = new GranuleProtection(other);
        _door.Write(In(Pas.Realm, 1), Text);
        door.Write(In(Pas.Realm, 1), Text);
        ulong before = _memory.Fold(1);
        door.MapPage(In(Pas.NonSecure));
        door.MapPage(In(Pas.Realm, 8));
        Assert.That(other.Fold(1), Is.EqualTo(before));
        Assert.That(other.Encryption!.Conversions, Is.GreaterThan(_memory.Encryption!.Conversions), "it was laid out anew");
        door.Write(In(Pas.Realm, 1), 1, 0xFF);
        Assert.That(other.Fold(1), Is.Not.EqualTo(before));
    }

    [Test]
    public void The_granule_protection_table_is_read_as_Root_wrote_it_whatever_the_page_is_laid_out_for()
    {
        using var checking = new GranuleProtection(_memory);
        for (ulong entry = 0; entry < 64; entry++)
            _door.Write(new PhysicalAddress(Dram + entry * 8, Pas.Root), 8, Arm.Formats.GptL0Descriptor.Block(Gpi.NonSecure).Value);
        _door.MapPage(new PhysicalAddress(Dram, Pas.NonSecure));
        checking.GPTBR_EL3 = Dram >> 12;
        checking.GPCCR_EL3 = new Arm.Formats.GptGeometry(36, 30, 12).Encode() | 1UL << 8 | 1UL << 10 | 3UL << 12 | 1UL << 16;
        Assert.That(checking.Admits(In(Pas.NonSecure)));
        Assert.That(checking.Admits(In(Pas.Realm)), Is.False);
    }

    [Test]
    public void Memory_without_contexts_shows_all_address_spaces_the_same()
    {
        using var plain = new PhysicalMemory();
        plain.AddRam(Dram, 0x100_0000);
        using var door = new GranuleProtection(plain);
        door.Write(In(Pas.Realm, 3), Text);
        var seen = new byte[0x1000];
        door.Read(In(Pas.NonSecure), seen);
        Assert.That(seen, Is.EqualTo(Text));
        Assert.That(() => new PhysicalMemory(17), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static PhysicalMemory New()
    {
        var memory = new PhysicalMemory(mecidBits: 16);
        memory.AddRam(Dram, 0x100_0000);
        return memory;
    }

    private static PhysicalAddress In(Pas pas, ushort mecid = 0) => new(Page, pas) { Mecid = mecid };

    private byte[] Read(PhysicalAddress address)
    {
        var bytes = new byte[0x1000];
        Assert.That(_door.Read(address, bytes).Ok);
        return bytes;
    }

    private static int Distance(byte[] one, byte[] other) => one.Zip(other).Count(pair => pair.First != pair.Second);

    // Of 4096 bytes of noise 16 agree with any text, give or take.
    private static bool LikeNoise(byte[] bytes) => Distance(bytes, Text) > 4000 && bytes.Distinct().Count() > 250;

    private sealed class Counter : IEncryptionObserver
    {
        public int Times { get; private set; }

        public void OnContextChanged() => Times++;
    }
}
