using System.Buffers.Binary;

namespace CcaEmu.Cli.Tests.Commands;

public sealed class BadImageTests
{
    private const int Class = 4, DataEncoding = 5, Type = 16, Machine = 18, Entry = 24, ProgramHeaders = 64, HeaderBytes = 56;
    private const int VirtualAddress = 16, PhysicalAddress = 24, FileSize = 32, MemorySize = 40;

    private string _file = "";

    [SetUp]
    public void SetUp() => _file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.elf");

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [Test]
    public void A_missing_file_is_named() => CommandRun.Of("run", "no/such.elf").MustRefuse("no/such.elf: expected an image file, found no file");

    [Test]
    public void A_name_that_is_empty_is_no_file() => CommandRun.Of("run", "").MustRefuse("expected an image file");

    [Test]
    public void A_folder_is_no_image() => CommandRun.Of("run", Path.GetTempPath()).MustRefuse("found a folder");

    [Test]
    public void An_empty_file_is_no_image() => Run([]).MustRefuse("found an empty file");

    [Test]
    public void A_text_file_is_no_image() => Run("Dear emulator,\nplease run.\n"u8.ToArray()).MustRefuse("found a text file");

    [Test]
    public void A_32_bit_image_is_refused() => Patched(file => file[Class] = 1).MustRefuse("32-bit");

    [Test]
    public void A_big_endian_image_is_refused() => Patched(file => file[DataEncoding] = 2).MustRefuse("big-endian");

    [Test]
    public void An_image_for_another_machine_is_refused() => Patched(file => file[Machine] = 62).MustRefuse("x86");

    [Test]
    public void A_shared_library_is_refused() => Patched(file => file[Type] = 3).MustRefuse("ET_DYN");

    [TestCase(4)]
    [TestCase(63)]
    public void A_truncated_elf_header_is_refused(int length) => Run(Images.Bytes("hello")[..length]).MustRefuse("expected");

    [TestCase(64)]
    [TestCase(100)]
    public void Truncated_program_headers_are_refused(int length) => Run(Images.Bytes("hello")[..length]).MustRefuse("program header");

    [Test]
    public void A_truncated_segment_is_refused() => Patched(file => Write(file, 0, FileSize, 1 << 30)).MustRefuse("expected");

    [Test]
    public void A_segment_below_ram_is_refused() => Patched(file => Move(file, 0x4000_0000)).MustRefuse("expected every segment in RAM");

    [Test]
    public void A_segment_behind_ram_is_refused() => Patched(file => Move(file, 0x2_0000_0000)).MustRefuse("expected every segment in RAM");

    [Test]
    public void A_segment_that_wraps_is_refused() =>
        Patched(file => Write(file, 0, MemorySize, ulong.MaxValue)).MustRefuse("expected");

    [Test]
    public void Overlapping_segments_are_refused() => Run(TwoSegments(0x8000_0000)).MustRefuse("overlap");

    [Test]
    public void An_entry_outside_every_segment_is_refused() =>
        Patched(file => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(Entry), 0x9000_0000)).MustRefuse("entry point");

    [Test]
    public void Memory_smaller_than_the_image_is_refused_with_the_least_that_does() =>
        Patched(file => Write(file, 1, MemorySize, 3 << 20), "-m", "2M").MustRefuse("(-m 4)");

    [Test]
    public void A_file_name_with_a_line_break_still_gives_one_line() => CommandRun.Of("run", "no\nsuch.elf").MustRefuse("no?such.elf");

    private CommandRun Run(byte[] file, params string[] options)
    {
        File.WriteAllBytes(_file, file);
        return CommandRun.Of(["run", _file, .. options]);
    }

    private CommandRun Patched(Action<byte[]> patch, params string[] options)
    {
        byte[] file = Images.Bytes("hello");
        patch(file);
        return Run(file, options);
    }

    private static void Write(byte[] file, int segment, int field, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(ProgramHeaders + segment * HeaderBytes + field), value);

    private static void Move(byte[] file, ulong address)
    {
        for (int segment = 0; segment < 2; segment++)
        {
            Write(file, segment, PhysicalAddress, address + (ulong)segment * 0x2000);
            Write(file, segment, VirtualAddress, address + (ulong)segment * 0x2000);
        }
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(Entry), address);
    }

    // The first segment of hello, twice.
    private static byte[] TwoSegments(ulong secondAddress)
    {
        byte[] file = [.. Images.Bytes("hello"), .. new byte[2 * HeaderBytes]];
        int headers = file.Length - 2 * HeaderBytes;
        file.AsSpan(ProgramHeaders, HeaderBytes).CopyTo(file.AsSpan(headers));
        file.AsSpan(ProgramHeaders, HeaderBytes).CopyTo(file.AsSpan(headers + HeaderBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(headers + HeaderBytes + PhysicalAddress), secondAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), (ulong)headers);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 2);
        return file;
    }
}
