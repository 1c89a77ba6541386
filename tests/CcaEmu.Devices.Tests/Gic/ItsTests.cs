using CcaEmu.Arm;
using static CcaEmu.Devices.Tests.Gic.GicBench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>GIC architecture (IHI 0069), "LPIs", "The ITS": tables in memory, commands, delivery.</summary>
internal sealed class ItsTests
{
    private const ulong CTLR = 0, TYPER = 8, CBASER = 0x80, CWRITER = 0x88, CREADR = 0x90, BASER0 = 0x100, BASER1 = 0x108, TRANSLATER = 0x1_0040;
    private const ulong PROPBASER = 0x70, PENDBASER = 0x78, Valid = 1UL << 63;
    private const ulong Queue = RamBase, DeviceTable = RamBase + 0x1_0000, CollectionTable = RamBase + 0x2_0000, Itt = RamBase + 0x3_0000;
    private const ulong Configuration = RamBase + 0x4_0000, Pending = RamBase + 0x10_0000;
    private const uint Lpi = 8200, Device = 7;

    private GicBench _bench = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new GicBench(pes: 2);
        for (int pe = 0; pe < 2; pe++)
        {
            _bench.SetRedistributor64(PROPBASER, Configuration | 15, pe);
            _bench.SetRedistributor64(PENDBASER, PendingOf(pe), pe);
            _bench.SetRedistributor(0, 1, pe);
        }
        _bench.SetIts64(BASER0, Valid | DeviceTable | 2UL << 8);
        _bench.SetIts64(BASER1, Valid | CollectionTable | 2UL << 8);
        _bench.SetIts64(CBASER, Valid | Queue | 15);
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 1);
        for (uint lpi = Lpi - 4; lpi < Lpi + 8; lpi++)
            Configure(lpi, 0xA1);
    }

    [Test]
    public void The_tables_it_wants_are_told_and_what_is_written_sticks()
    {
        var bench = new GicBench();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Its64(BASER0) >> 56 & 7, Is.EqualTo(1));
            Assert.That(bench.Its64(BASER1) >> 56 & 7, Is.EqualTo(4));
            Assert.That(bench.Its64(BASER0 + 16), Is.Zero);
            Assert.That(bench.Its64(BASER0) >> 8 & 3, Is.EqualTo(2), "64 KiB pages");
            Assert.That(bench.Its(0) >> 31, Is.EqualTo(1), "quiescent");
            Assert.That(bench.Its64(TYPER) & 1, Is.EqualTo(1));
        }
        ulong value = Valid | 1UL << 62 | 7UL << 59 | 2UL << 53 | 0x8012_3000 | 1UL << 10 | 1UL << 8 | 3;
        bench.SetIts64(BASER0, value);
        Assert.That(bench.Its64(BASER0), Is.EqualTo(value | 1UL << 56 | 7UL << 48));
    }

    [Test]
    public void An_LPI_is_nowhere_active_and_comes_again_without_being_deactivated()
    {
        Map(0);
        _bench.Set(R.ICC_CTLR_EL1, 2, NonSecure); // EOImode: ends do not deactivate
        for (int time = 0; time < 2; time++)
        {
            _bench.Gic.SendMessage(Device, 3);
            Assert.That(_bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(Lpi), $"time {time}");
            for (ulong word = 0; word < 0x80; word += 4)
                Assert.That((_bench.Distributor(0x300 + word), _bench.Redistributor(0x1_0300)), Is.EqualTo((0u, 0u)), "no bit says active");
            Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
            _bench.Set(R.ICC_EOIR1_EL1, Lpi, NonSecure);
            Assert.That(_bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xFF));
        }
    }

    [Test]
    public void The_last_event_of_eight_bits_is_mapped_and_the_one_behind_it_is_not()
    {
        Map(0);
        Run(Command(0x0A, Device, 255 | (ulong)(Lpi + 1) << 32, 4)); // MAPTI; the device has eight bits of EventID
        _bench.Gic.SendMessage(Device, 256);
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
        _bench.Gic.SendMessage(Device, 255);
        Assert.That(_bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(Lpi + 1));
    }

    [Test]
    public void A_message_becomes_the_LPI_that_it_is_mapped_to_on_the_PE_of_its_collection([Values(0, 1)] int pe)
    {
        Map(pe);
        _bench.Gic.SendMessage(Device, 3);
        Assert.That(_bench.Signal(pe), Is.EqualTo(GroupSignal.Group1NonSecure));
        Assert.That(_bench.Signal(1 - pe), Is.EqualTo(GroupSignal.None));
        Assert.That(_bench.Peek(PendingOf(pe) + Lpi / 64 * 8) >> (int)(Lpi % 64) & 1, Is.EqualTo(1), "the table in memory");
        Assert.That(_bench.Get(R.ICC_IAR1_EL1, NonSecure, pe), Is.EqualTo(Lpi));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_bench.Get(R.ICC_RPR_EL1, NonSecure, pe), Is.EqualTo(0xD0), "a Non-secure priority");
            Assert.That(_bench.Peek(PendingOf(pe) + Lpi / 64 * 8), Is.Zero);
        }
        _bench.Set(R.ICC_EOIR1_EL1, Lpi, NonSecure, pe);
        Assert.That(_bench.Get(R.ICC_RPR_EL1, NonSecure, pe), Is.EqualTo(0xFF));
        Assert.That(_bench.Get(R.ICC_IAR1_EL1, NonSecure, pe), Is.EqualTo(1023));
    }

    [Test]
    public void INT_and_a_write_to_the_translation_frame_do_what_a_message_does()
    {
        Map(0);
        Run(Command(0x03, Device, 3));
        Assert.That(Taken(), Is.EqualTo(Lpi));
        Run(Command(0x08, 0, 3, Itt + 0x1000 | Valid), Command(0x0A, 0, 1 | (ulong)(Lpi + 1) << 32, 4));
        _bench.Gic.TranslationServiceFrames.Write(TRANSLATER, 4, 1);
        Assert.That(Taken(), Is.EqualTo(Lpi + 1));
    }

    [Test]
    public void MAPI_maps_an_event_to_the_LPI_of_its_number_and_the_reader_catches_the_writer()
    {
        Run(Command(0x08, Device, 15, Itt | Valid), Command(0x09, 0, 0, 0 << 16 | 4 | Valid), Command(0x0B, Device, Lpi, 4), Command(0x05, 0, 0));
        Assert.That(_bench.Its64(CREADR), Is.EqualTo(_bench.Its64(CWRITER)));
        _bench.Gic.SendMessage(Device, Lpi);
        Assert.That(Taken(), Is.EqualTo(Lpi));
    }

    [Test]
    public void An_LPI_stops_when_its_configuration_is_read_again_and_what_was_left_pending_comes_then()
    {
        Map(0);
        Configure(Lpi, 0xA0);
        Run(Command(0x0C, Device, 3));
        _bench.Gic.SendMessage(Device, 3);
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
        Configure(Lpi, 0xA1);
        Run(Command(0x0D, 0, 0, 4));
        Assert.That(Taken(), Is.EqualTo(Lpi));
    }

    [Test]
    public void The_redistributors_own_registers_have_it_read_again_too([Values(0xA0ul, 0xB0ul)] ulong register)
    {
        Map(0);
        Configure(Lpi, 0xA0);
        _bench.SetRedistributor64(0xB0, 0);
        _bench.Gic.SendMessage(Device, 3);
        Configure(Lpi, 0xA1);
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
        _bench.SetRedistributor64(register, Lpi);
        Assert.That(Taken(), Is.EqualTo(Lpi));
    }

    [Test]
    public void The_priority_orders_LPIs()
    {
        Map(0);
        Run(Command(0x0A, Device, 4 | (ulong)(Lpi + 1) << 32, 4), Command(0x0A, Device, 5 | (ulong)(Lpi + 2) << 32, 4));
        Configure(Lpi + 1, 0x21);
        for (uint i = 3; i <= 5; i++)
            _bench.Gic.SendMessage(Device, i);
        Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(Lpi + 1));
        Assert.That((Taken(), Taken(), Taken(), Taken()), Is.EqualTo((Lpi + 1, Lpi, Lpi + 2, 1023u)));
    }

    [Test]
    public void CLEAR_and_DISCARD_take_back_what_is_pending_and_DISCARD_the_mapping()
    {
        Map(0);
        _bench.Gic.SendMessage(Device, 3);
        Run(Command(0x04, Device, 3));
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
        _bench.Gic.SendMessage(Device, 3);
        Run(Command(0x0F, Device, 3));
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
        _bench.Gic.SendMessage(Device, 3);
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
    }

    [Test]
    public void An_unmapped_device_is_silent_and_no_error()
    {
        Map(0);
        Run(Command(0x08, Device, 0, 0), Command(0x03, Device, 3));
        Assert.That((_bench.Signal(), _bench.Its64(CREADR) & 1), Is.EqualTo((GroupSignal.None, 0UL)));
    }

    [Test]
    public void MOVI_and_MOVALL_carry_what_is_pending()
    {
        Map(0);
        Run(Command(0x09, 0, 0, 1UL << 16 | 5 | Valid));
        _bench.Gic.SendMessage(Device, 3);
        Run(Command(0x01, Device, 3, 5));
        Assert.That((_bench.Signal(0), _bench.Signal(1)), Is.EqualTo((GroupSignal.None, GroupSignal.Group1NonSecure)));
        Run(Command(0x0E, 0, 0, 1UL << 16, 0));
        Assert.That((_bench.Signal(0), _bench.Signal(1)), Is.EqualTo((GroupSignal.Group1NonSecure, GroupSignal.None)));
        Assert.That(Taken(), Is.EqualTo(Lpi));
    }

    [Test]
    public void Pending_bits_in_memory_are_honoured_when_LPIs_are_enabled([Values] bool promisedZero)
    {
        _bench.SetRedistributor(0, 0);
        _bench.Put(PendingOf(0) + Lpi / 64 * 8, 1UL << (int)(Lpi % 64) | 1UL << (int)((Lpi + 1) % 64));
        _bench.SetRedistributor64(PENDBASER, PendingOf(0) | (promisedZero ? 1UL << 62 : 0));
        _bench.SetRedistributor(0, 1);
        Assert.That((Taken(), Taken(), Taken()), Is.EqualTo(promisedZero ? (1023u, 1023u, 1023u) : (Lpi, Lpi + 1, 1023u)));
    }

    [Test]
    public void Table_addresses_stay_while_they_are_in_use()
    {
        _bench.SetRedistributor64(PROPBASER, 0);
        _bench.SetRedistributor64(PENDBASER, 0);
        _bench.SetIts64(BASER0, 0);
        _bench.SetIts64(CBASER, 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_bench.Redistributor(PROPBASER), Is.EqualTo((uint)Configuration | 15));
            Assert.That(_bench.Redistributor(PENDBASER), Is.EqualTo((uint)PendingOf(0)));
            Assert.That(_bench.Its64(BASER0) & Valid, Is.Not.Zero);
            Assert.That(_bench.Its64(CBASER) & Valid, Is.Not.Zero);
        }
    }

    [Test]
    public void A_device_table_of_two_levels_is_followed()
    {
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 0);
        _bench.SetIts64(BASER0, Valid | 1UL << 62 | DeviceTable); // pages of 4 KiB: 512 devices to a page
        _bench.Put(DeviceTable + 8, Valid | RamBase + 0x5_0000);
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 1);
        Run(Command(0x08, 600, 3, Itt | Valid), Command(0x09, 0, 0, 4 | Valid), Command(0x0A, 600, 3 | (ulong)Lpi << 32, 4));
        Assert.That(_bench.Peek(RamBase + 0x5_0000 + (600 - 512) * 8), Is.Not.Zero);
        _bench.Gic.SendMessage(600, 3);
        Assert.That(Taken(), Is.EqualTo(Lpi));
        Run(Command(0x08, 100, 3, Itt | Valid));
        Assert.That(_bench.Its64(CREADR) & 1, Is.EqualTo(1), "its page is not there");
    }

    // The number of the error is 0x01, the command, the reason.
    [TestCase(0x08, 0x1_0000u, 3u, Itt | Valid, 0x010801u, Description = "device out of range")]
    [TestCase(0x08, 7u, 16u, Itt | Valid, 0x010802u, Description = "ITT too large")]
    [TestCase(0x09, 0u, 0u, 9UL << 16 | Valid, 0x010902u, Description = "no such redistributor")]
    [TestCase(0x09, 0u, 0u, 0xFFFFUL | Valid, 0x010903u, Description = "collection out of range")]
    [TestCase(0x0A, 99u, 3u, 4UL, 0x010A04u, Description = "device unmapped")]
    [TestCase(0x0A, 7u, 0x100u, 4UL, 0x010A05u, Description = "event out of range")]
    [TestCase(0x0B, 7u, 3u, 4UL, 0x010B06u, Description = "not an LPI")]
    [TestCase(0x01, 7u, 9u, 4UL, 0x010107u, Description = "event unmapped")]
    [TestCase(0x01, 7u, 3u, 99UL, 0x010109u, Description = "collection unmapped")]
    [TestCase(0x0D, 0u, 0u, 99UL, 0x010D09u, Description = "collection unmapped")]
    [TestCase(0x0E, 0u, 0u, 9UL << 16, 0x010E01u, Description = "no such redistributor")]
    [TestCase(0x05, 0u, 0u, 9UL << 16, 0x010501u, Description = "no such redistributor")]
    [TestCase(0x77, 0u, 0u, 0UL, 0x017700u, Description = "no such command")]
    public void A_malformed_command_stalls_the_queue_until_software_retries(int number, uint device, uint word1, ulong word2, uint error)
    {
        Map(0);
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 0);
        _bench.SetIts64(BASER1, Valid | CollectionTable); // 512 collections
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 1);
        ulong at = _bench.Its64(CREADR);
        Run(Command((byte)number, device, word1, word2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_bench.Its64(CREADR), Is.EqualTo(at | 1));
            Assert.That(_bench.Gic.Its.LastError, Is.EqualTo(error));
        }
        _bench.Put(Queue + at, 0x05); // SYNC instead
        _bench.Put(Queue + at + 16, 0);
        _bench.SetIts64(CWRITER, _bench.Its64(CWRITER));
        Assert.That(_bench.Its64(CREADR), Is.EqualTo(at | 1), "not by itself");
        _bench.SetIts64(CWRITER, _bench.Its64(CWRITER) | 1);
        Assert.That(_bench.Its64(CREADR), Is.EqualTo(at + 32));
    }

    [Test]
    public void A_queue_or_table_outside_memory_is_an_error_and_no_more()
    {
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 0);
        _bench.SetIts64(CBASER, Valid | 0x2F02_0000);
        _bench.SetIts64(BASER0, Valid | 0x2F02_0000);
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 1);
        _bench.SetIts64(CWRITER, 0x20);
        Assert.That(_bench.Its64(CREADR), Is.EqualTo(1));
        _bench.Gic.SendMessage(Device, 3);
        Assert.That(_bench.Signal(), Is.EqualTo(GroupSignal.None));
    }

    [Test]
    public void A_writer_beyond_the_ring_is_ignored_and_the_ring_wraps()
    {
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 0);
        _bench.SetIts64(CBASER, Valid | Queue);
        _bench.Gic.TranslationServiceFrames.Write(CTLR, 4, 1);
        _bench.SetIts64(CWRITER, 0x1000);
        Assert.That(_bench.Its64(CWRITER), Is.Zero);
        for (int i = 0; i < 300; i++)
            Run(Command(0x05, 0, 0));
        Assert.That((_bench.Its64(CREADR), _bench.Its64(CWRITER)), Is.EqualTo((300UL % 128 * 32, 300UL % 128 * 32)));
    }

    [Test]
    public void Random_commands_and_tables_never_harm_it([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        byte[] numbers = [1, 3, 4, 5, 8, 9, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF, 0x21, 0x40];
        Map(0);
        for (int i = 0; i < 4000; i++)
        {
            ulong Small(int bits) => (ulong)random.NextInt64(1L << random.Next(1, bits));
            _bench.SetIts64(CWRITER, _bench.Its64(CREADR) & ~1UL | 1); // give up what has stalled
            Run(new Words(numbers[random.Next(numbers.Length)] | Small(20) << 32, Small(20) | Small(18) << 32, Small(34) | (random.Next(2) == 0 ? Valid : 0), Small(20)));
            if (random.Next(8) == 0)
                _bench.Put(DeviceTable + Small(12) * 8, (ulong)random.NextInt64());
            if (random.Next(8) == 0)
                _bench.Put(CollectionTable + Small(12) * 8, (ulong)random.NextInt64() | Valid);
            _bench.Gic.SendMessage((uint)Small(18), (uint)Small(18));
            if (_bench.Get(R.ICC_IAR1_EL1, NonSecure) is var id and not 1023)
                _bench.Set(R.ICC_EOIR1_EL1, id, NonSecure);
        }
        Assert.That(_bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xFF));
    }

    [Test]
    public void Every_offset_takes_every_size()
    {
        for (ulong offset = 0; offset < 0x2_0000; offset += 4)
        {
            foreach (int size in (int[])[1, 2, 4, 8])
            {
                if (offset % (ulong)size != 0)
                    continue;
                _bench.Gic.TranslationServiceFrames.Write(offset, size, ulong.MaxValue);
                _bench.Gic.TranslationServiceFrames.Read(offset, size);
            }
        }
        Assert.That(_bench.Its64(TYPER) & 1, Is.EqualTo(1));
    }

    private static ulong PendingOf(int pe) => Pending + (ulong)pe * 0x1_0000;

    private static Words Command(byte number, uint device, ulong word1, ulong word2 = 0, ulong word3 = 0) =>
        new(number | (ulong)device << 32, word1, word2, word3);

    private void Map(int pe) => Run(
        Command(0x08, Device, 7, Itt | Valid), Command(0x09, 0, 0, (ulong)pe << 16 | 4 | Valid), Command(0x0A, Device, 3 | (ulong)Lpi << 32, 4));

    private void Run(params Words[] commands)
    {
        ulong size = ((_bench.Its64(CBASER) & 0xFF) + 1) * 0x1000, at = _bench.Its64(CWRITER);
        foreach (Words command in commands)
        {
            _bench.Put(Queue + at, command.Word0);
            _bench.Put(Queue + at + 8, command.Word1);
            _bench.Put(Queue + at + 16, command.Word2);
            _bench.Put(Queue + at + 24, command.Word3);
            at = (at + 32) % size;
        }
        _bench.SetIts64(CWRITER, at);
    }

    private void Configure(uint lpi, byte value) => _bench.Put(Configuration + lpi - 8192, value, 1);

    private uint Taken()
    {
        uint id = (uint)_bench.Get(R.ICC_IAR1_EL1, NonSecure);
        _bench.Set(R.ICC_EOIR1_EL1, id, NonSecure);
        return id;
    }

    private readonly record struct Words(ulong Word0, ulong Word1, ulong Word2, ulong Word3);
}
