using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CsCheck;

namespace CcaEmu.Diagnostics.Tests.Tracing;

public sealed class TraceFileTests
{
    private static readonly TraceHeader Header = new()
    {
        Image = "images/some image.elf",
        ImageSha256 = new string('a', 64),
        Options = "-smp 3 --append \"ä\"",
        Features = "FEAT_RME FEAT_LSE",
        Seed = ulong.MaxValue,
        Profile = "n1-osdi22",
        PeCount = 3,
        Kinds = TraceKinds.All,
    };

    [Test]
    public void Events_of_every_kind_are_read_as_they_were_written() => RandomEvents.Any.Array[1, 60].Sample(
        events => MustBeSame(RecordedStage.Read(Write(events)), events), iter: 2000, seed: "0000KoKoKo01");

    [Test]
    public void A_trace_of_many_blocks_is_read_as_it_was_written_from_any_block_on()
    {
        TraceEvent[] events = Many();
        byte[] file = Write(events);

        MustBeSame(RecordedStage.Read(file), events);
        TraceFileReader reader = Open(file);
        Assert.That(reader.Blocks, Has.Count.GreaterThan(2));
        ulong first = 0;
        for (int block = 0; block < reader.Blocks.Count; block++)
        {
            TraceEvent[] read = [.. reader.Read(block).Where(one => one is not RegistersEvent { IsRepeat: true })];
            MustBeSame(read, events[(int)first..]);
            Assert.That(read[0].Number, Is.EqualTo(first));
            first += reader.Blocks[block].Records;
        }
    }

    [Test]
    public void A_block_repeats_what_registers_held_before_it()
    {
        TraceFileReader reader = Open(Write(Many()));
        var held = new Dictionary<(int, int), (ulong, ulong)>();
        foreach (TraceEvent one in reader.Read().TakeWhile(one => one.Number < reader.Blocks[0].Records))
        {
            foreach (RegisterValue value in (one as RegistersEvent)?.Values ?? (one as InstructionEvent)?.Changes ?? [])
                held[(one.Place.PeIndex, value.Register)] = (value.Low, value.High);
        }
        var repeated = new Dictionary<(int, int), (ulong, ulong)>();
        foreach (RegistersEvent one in reader.Read(1).TakeWhile(one => one is RegistersEvent { IsRepeat: true }).Cast<RegistersEvent>())
        {
            foreach (RegisterValue value in one.Values)
                repeated[(one.Place.PeIndex, value.Register)] = (value.Low, value.High);
        }
        Assert.That(repeated, Is.Not.Empty);
        Assert.That(repeated, Is.EquivalentTo(held.Where(value => value.Value != (0UL, 0UL) && value.Key.Item2 != TraceRegister.System)));
    }

    [Test]
    public void The_index_knows_times_PEs_and_kinds_of_each_block()
    {
        TraceFileReader reader = Open(Write(Many()));
        for (int i = 0; i < reader.Blocks.Count; i++)
        {
            TraceBlock block = reader.Blocks[i];
            TraceEvent[] events = [.. reader.Read(i).Where(one => one is not RegistersEvent { IsRepeat: true }).Take((int)block.Records)];
            Assert.That(block.FirstCycles, Is.EqualTo(events.Min(one => one.Stamp.Cycles)));
            Assert.That(block.LastCycles, Is.EqualTo(events.Max(one => one.Stamp.Cycles)));
            Assert.That(block.Kinds, Is.EqualTo(events.Where(one => one is not EndEvent).Aggregate(TraceKinds.None, (all, one) => all | one.Kinds)));
            Assert.That(block.Pes, Is.EqualTo(events.Where(one => one is not ConsoleEvent).Aggregate(0UL, (all, one) => all | 1UL << one.Place.PeIndex)));
        }
    }

    [Test]
    public void The_header_is_read_as_it_was_written() => Assert.That(Open(Write([])).Header, Is.EqualTo(Header));

    [Test]
    public void A_return_knows_its_calls_arguments_also_in_another_block()
    {
        TraceEvent[] events = RecordedStage.Events(TraceKinds.Rmi, stage =>
        {
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.RttCreate, 0x9000_0000, 0x9000_5000, 0x8000_0000, 2);
            stage.X(RmiResult.ErrorRtt(1).Value).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        });
        TraceEvent[] between = [.. Enumerable.Repeat(Many(), 2).SelectMany(many => many)];

        var read = RecordedStage.Read(Write([events[0], .. between, events[1]]));

        Assert.That(((CallEvent)read[^1]).Call.DescribeCall(), Does.Contain("ipa=0x80000000 level=2"));
    }

    [Test]
    public void No_damaged_byte_and_no_missing_end_is_believed()
    {
        byte[] file = Write(RandomEvents.Any.Array[30].Single(_ => true, seed: "0000KoKoKo02"));
        for (int i = 0; i < file.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= (byte)(1 << (i & 7));
            MustRefuse(damaged);
            MustRefuse(file[..i]);
        }
        MustRefuse([.. file, 0]);
    }

    [Test]
    public void Blocks_that_no_writer_makes_are_refused_and_never_crash()
    {
        // Right checksums around anything: what a hostile file would have.
        Gen.Byte.Array[1, 200].Sample(bytes =>
        {
            var decoder = new BlockDecoder(2);
            decoder.Start(bytes, 0, bytes.Length);
            try
            {
                while (decoder.Next() is not null)
                    ;
            }
            catch (InvalidDataException refused)
            {
                Assert.That(refused.Message, Is.Not.Empty.And.Not.Contain("\n"));
            }
        }, iter: 20_000, seed: "0000KoKoKo03");
    }

    [Test]
    public void Another_version_is_named()
    {
        byte[] file = Write([]);
        file[8] = 1;
        Assert.That(TraceFileReader.TryOpen(new MemoryStream(file), out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("it is of version 1, and this ccaemu reads version 2"));
    }

    [Test]
    public void What_is_written_of_a_record_allocates_nothing()
    {
        var call = new Diagnostics.Calls.CallRecord();
        BlockEncoder output = new TraceFileWriter(Stream.Null, Header).Encoder;
        var place = new TracePlace(1, SecurityState.Realm, ExceptionLevel.EL1, 0, 0);
        void Round(ulong i)
        {
            output.Call(place, new TraceStamp(i, i), call);
            output.CallReturn(place, new TraceStamp(i, i), call);
            output.Return(place, new TraceStamp(i, i), place, i);
            output.BeginInstruction(place, new TraceStamp(i, i), i * 4, (uint)i, null);
            output.Change(1, i);
            output.Access(i, 8, Cpu.AccessKind.Write, null, [], [1, 2, 3, 4, 5, 6, 7, 8]);
            output.EndInstruction();
        }
        for (ulong i = 0; i < 2000; i++)
            Round(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong i = 0; i < 2000; i++)
            Round(i);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static TraceEvent[] Many() => [.. RandomEvents.Any.Array[12_000].Single(_ => true, seed: "0000KoKoKo04")];

    private static byte[] Write(IReadOnlyList<TraceEvent> events)
    {
        var file = new MemoryStream();
        var output = new TraceFileWriter(file, Header);
        foreach (TraceEvent one in events)
            output.Append(one);
        output.Finish();
        return file.ToArray();
    }

    private static TraceFileReader Open(byte[] file)
    {
        Assert.That(TraceFileReader.TryOpen(new MemoryStream(file), out TraceFileReader? reader, out string? error), Is.True, error);
        return reader!;
    }

    private static void MustRefuse(byte[] file)
    {
        Assert.That(TraceFileReader.TryOpen(new MemoryStream(file), out _, out string? error), Is.False);
        Assert.That(error, Is.Not.Empty.And.Not.Contain("\n"));
    }

    private static void MustBeSame(IReadOnlyList<TraceEvent> read, IReadOnlyList<TraceEvent> written)
    {
        Assert.That(read, Has.Count.EqualTo(written.Count));
        for (int i = 0; i < read.Count; i++)
            Assert.That(read[i].IsSame(written[i], ignoresTime: false), Is.True, $"event {i}, {written[i].GetType().Name}");
    }
}
