using CcaEmu.Devices.Flash;

namespace CcaEmu.Devices.Tests.Flash;

public sealed class NorFlashTests
{
    private const ulong Block = NorFlash.BlockBytes, Ready = 0x0080_0080;

    private NorFlash _flash = null!;

    [SetUp]
    public void Make() => _flash = new NorFlash(4 * Block, [0x11, 0x22, 0x33, 0x44, 0x55]);

    [Test]
    public void It_reads_as_memory_with_accesses_of_any_size_and_what_was_never_written_is_ones()
    {
        Assert.That((_flash.Read(0, 1), _flash.Read(2, 2), _flash.Read(0, 4), _flash.Read(0, 8)),
            Is.EqualTo((0x11ul, 0x4433ul, 0x4433_2211ul, 0xFFFF_FF55_4433_2211ul)));
        Assert.That((_flash.Read(3 * Block, 1), _flash.Read(3 * Block, 8)), Is.EqualTo((0xFFul, ulong.MaxValue)));
    }

    [Test]
    public void Programming_clears_bits_and_erasing_a_block_sets_them_again()
    {
        Command(0, 0x40);
        _flash.Write(0, 4, 0x0F0F_0F0F);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(Ready));
        Command(0, 0xFF);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(0x0403_0201ul));
        Command(Block, 0x40);
        _flash.Write(Block, 4, 0x1234_5678);
        Command(0, 0x20);
        Command(0, 0xD0);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(Ready));
        Command(0, 0xFF);
        Assert.That((_flash.Read(0, 4), _flash.Read(Block, 4)), Is.EqualTo((0xFFFF_FFFFul, 0x1234_5678ul)), "its block and no other");
    }

    [Test]
    public void A_buffer_is_counted_filled_and_confirmed()
    {
        Command(Block, 0xE8);
        Command(Block, 3);
        for (ulong i = 0; i < 4; i++)
            _flash.Write(Block + 4 * i, 4, 0x1000 + i);
        Command(Block, 0xD0);
        Assert.That(_flash.Read(Block, 4), Is.EqualTo(Ready));
        Command(0, 0xFF);
        Assert.That(Enumerable.Range(0, 5).Select(i => _flash.Read(Block + 4 * (ulong)i, 4)), Is.EqualTo(new[] { 0x1000ul, 0x1001ul, 0x1002ul, 0x1003ul, 0xFFFF_FFFFul }));
    }

    [Test]
    public void A_locked_block_refuses_and_says_so_until_it_is_unlocked()
    {
        Command(Block, 0x60);
        Command(Block, 0x01);
        Command(Block, 0x40);
        _flash.Write(Block, 4, 0);
        Assert.That(_flash.Read(Block, 4), Is.EqualTo(0x0092_0092ul));
        Command(0, 0x50);
        Command(Block, 0x20);
        Command(Block, 0xD0);
        Assert.That(_flash.Read(Block, 4), Is.EqualTo(0x00A2_00A2ul));
        Command(0, 0x90);
        Assert.That((_flash.Read(Block + 8, 4), _flash.Read(8, 4)), Is.EqualTo((0x0001_0001ul, 0ul)));
        Command(Block, 0x60);
        Command(Block, 0xD0);
        Command(0, 0x50);
        Command(Block, 0x40);
        _flash.Write(Block, 4, 0);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(Ready));
        Command(0, 0xFF);
        Assert.That(_flash.Read(Block, 4), Is.Zero);
    }

    [TestCase(0x20u, 0xFFu)]
    [TestCase(0x60u, 0x02u)]
    [TestCase(0xE8u, 0x20u)]
    public void A_sequence_that_is_none_is_an_error_and_changes_nothing(uint first, uint second)
    {
        Command(0, first);
        Command(0, second);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(0x00B0_00B0ul));
        Command(0, 0x50);
        Command(0, 0xFF);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(0x4433_2211ul));
    }

    [Test]
    public void It_describes_itself_by_the_query_structure()
    {
        Command(0x55 * 4, 0x98);
        uint At(ulong word) => (uint)_flash.Read(word * 4, 4) & 0xFFFF;
        Assert.That(new string([(char)At(0x10), (char)At(0x11), (char)At(0x12)]), Is.EqualTo("QRY"));
        Assert.That((1u << (int)At(0x27), At(0x2C), At(0x2D) | At(0x2E) << 8, (At(0x2F) | At(0x30) << 8) * 256), Is.EqualTo((2 * (uint)Block, 1u, 3u, (uint)Block / 2)),
            "a chip holds half of it: four blocks of 128 KiB");
        ulong extended = At(0x15);
        Assert.That(new string([(char)At(extended), (char)At(extended + 1), (char)At(extended + 2)]), Is.EqualTo("PRI"));
        Command(0, 0x90);
        Assert.That((_flash.Read(0, 4), _flash.Read(4, 2)), Is.EqualTo((0x0089_0089ul, 0x891Cul)));
    }

    [Test]
    public void A_reset_leaves_what_it_holds_and_reads_as_memory_again()
    {
        Command(0, 0x60);
        Command(0, 0x01);
        Command(0, 0x40);
        _flash.Reset();
        Assert.That(_flash.Read(0, 4), Is.EqualTo(0x4433_2211ul));
        Command(0, 0x40);
        _flash.Write(0, 4, 0);
        Assert.That(_flash.Read(0, 4), Is.EqualTo(Ready), "unlocked");
    }

    [Test]
    public void Any_sequence_of_accesses_is_answered([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        byte[] commands = [0xFF, 0x90, 0x98, 0x70, 0x50, 0x40, 0x10, 0x20, 0xE8, 0x60, 0xD0, 0x01, 0];
        for (int i = 0; i < 20_000; i++)
        {
            int size = 1 << random.Next(4);
            ulong offset = (ulong)random.Next((int)(4 * Block)) & ~((ulong)size - 1);
            if (random.Next(2) == 0)
                _flash.Write(offset, size, commands[random.Next(commands.Length)]);
            else
                Assert.That(_flash.Read(offset, size) >> 1 >> (8 * size - 1), Is.Zero);
        }
    }

    [TestCase(0ul)]
    [TestCase(Block + 4096)]
    [TestCase(1ul << 30)]
    public void A_size_that_no_flash_has_is_refused(ulong size) => Assert.That(() => new NorFlash(size), Throws.ArgumentException);

    private void Command(ulong offset, uint command) => _flash.Write(offset, 4, command << 16 | command);
}
