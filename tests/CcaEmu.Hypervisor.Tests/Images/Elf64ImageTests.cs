using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Images;

public sealed class Elf64ImageTests
{
    [Test]
    public void A_small_executable_is_read_as_it_was_written()
    {
        byte[] file = new ElfBuilder { Entry = ElfBuilder.Base + 4 }
            .Add(ElfBuilder.Base + 0x1000, fileBytes: 8, memoryBytes: 0x3000, flags: ElfBuilder.ReadWrite)
            .Add(ElfBuilder.Base, fileBytes: 16)
            .Build();

        Elf64Image image = Parse(file);

        Assert.That(image.EntryPoint, Is.EqualTo(new Ipa(ElfBuilder.Base + 4)));
        Assert.That(image.Base, Is.EqualTo(new Ipa(ElfBuilder.Base)));
        Assert.That(image.End, Is.EqualTo(new Ipa(ElfBuilder.Base + 0x4000)));
        Assert.That(image.Segments, Has.Length.EqualTo(2));
        ImageSegment code = image.Segments[0];
        ImageSegment data = image.Segments[1];
        Assert.That((code.IsReadable, code.IsWritable, code.IsExecutable), Is.EqualTo((true, false, true)));
        Assert.That((data.IsReadable, data.IsWritable, data.IsExecutable), Is.EqualTo((true, true, false)));
        Assert.That(code.Data.ToArray(), Is.EqualTo(file[184..200]), "the second segment's bytes follow the first's 8");
        Assert.That(data.Data.ToArray(), Is.EqualTo(file[176..184]));
        Assert.That(data.MemorySizeBytes, Is.EqualTo(0x3000));
    }

    [Test]
    public void Every_prebuilt_image_starts_at_the_base_of_guest_ram(
        [Values("hello", "hostcall", "fault", "spin", "random", "share", "touch")] string name)
    {
        Elf64Image image = Parse(PrebuiltImage.Read(name));

        Assert.That(image.EntryPoint, Is.EqualTo(new Ipa(ElfBuilder.Base)));
        Assert.That(image.Base, Is.EqualTo(new Ipa(ElfBuilder.Base)));
        Assert.That(image.Segments.Select(s => s.Address.Value % 4096), Is.All.Zero);
        Assert.That(image.Segments.Count(s => s.IsExecutable), Is.EqualTo(1));
        Assert.That(image.Segments.Any(s => s.IsExecutable && s.IsWritable), Is.False);
        Assert.That(image.TrySymbolize(new VirtualAddress(ElfBuilder.Base), out string? symbol, out ulong offset));
        Assert.That((symbol, offset), Is.EqualTo(("_start", 0UL)));
    }

    [Test]
    public void A_segment_is_loaded_at_its_physical_address_and_the_entry_point_moves_with_it()
    {
        const ulong kernel = 0xFFFF_8000_0000_0000;
        byte[] file = new ElfBuilder { Entry = kernel + 8 }.Add(kernel, fileBytes: 16, physical: ElfBuilder.Base).Build();

        Elf64Image image = Parse(file);

        Assert.That(image.Segments[0].Address, Is.EqualTo(new Ipa(ElfBuilder.Base)));
        Assert.That(image.Segments[0].VirtualAddress, Is.EqualTo(new VirtualAddress(kernel)));
        Assert.That(image.EntryPoint, Is.EqualTo(new Ipa(ElfBuilder.Base + 8)));
    }

    [Test]
    public void Virtual_addresses_count_when_no_segment_has_a_physical_one()
    {
        byte[] file = new ElfBuilder().Add(ElfBuilder.Base, fileBytes: 16, physical: 0)
            .Add(ElfBuilder.Base + 0x1000, fileBytes: 4, physical: 0).Build();

        Assert.That(Parse(file).Segments.Select(s => s.Address.Value), Is.EqualTo([ElfBuilder.Base, ElfBuilder.Base + 0x1000]));
    }

    [Test]
    public void Segments_that_touch_do_not_overlap()
    {
        byte[] file = ElfBuilder.WithCode(16).Add(ElfBuilder.Base + 16, fileBytes: 8).Build();

        Assert.That(Parse(file).Segments, Has.Length.EqualTo(2));
    }

    [Test]
    public void Segments_that_are_empty_or_not_for_loading_are_left_out()
    {
        byte[] file = ElfBuilder.WithCode().Add(ElfBuilder.Base, fileBytes: 0)
            .Add(ElfBuilder.Base, fileBytes: 4, type: 4).Build();

        Assert.That(Parse(file).Segments, Has.Length.EqualTo(1));
    }

    [TestCaseSource(nameof(BrokenFiles))]
    public void A_broken_file_is_refused_with_one_clear_line(ImageErrorKind kind, byte[] file, string found)
    {
        bool parsed = Elf64Image.TryParse(file, out Elf64Image? image, out ImageError? error);

        Assert.That((parsed, image), Is.EqualTo((false, (Elf64Image?)null)));
        Assert.That(error!.Kind, Is.EqualTo(kind), error.Message);
        Assert.That(error.Found, Does.Contain(found));
        Assert.That(error.Message, Does.Match("^expected .+, found .+; .+$").And.Not.Contains("\n"));
    }

    [Test]
    public void Every_truncation_of_hello_is_refused_or_keeps_all_of_its_segments()
    {
        byte[] hello = PrebuiltImage.Read("hello");
        Elf64Image whole = Parse(hello);
        int needed = whole.Segments.Max(s => OffsetInFile(s, hello) + s.Data.Length);

        for (int length = 0; length <= hello.Length; length++)
        {
            bool parsed = Elf64Image.TryParse(hello.AsMemory(0, length), out _, out ImageError? error);
            Assert.That(parsed, Is.EqualTo(length >= needed), $"{length} bytes: {error}");
        }
    }

    internal static Elf64Image Parse(byte[] file)
    {
        Assert.That(Elf64Image.TryParse(file, out Elf64Image? image, out ImageError? error), error?.Message);
        return image!;
    }

    /// <summary>Where a segment's bytes are in the file they came from, which it must refer to rather than copy.</summary>
    internal static int OffsetInFile(ImageSegment segment, byte[] file)
    {
        Assert.That(MemoryMarshal.TryGetArray(segment.Data, out ArraySegment<byte> bytes));
        Assert.That(bytes.Array, Is.SameAs(file));
        return bytes.Offset;
    }

    private static IEnumerable<TestCaseData> BrokenFiles()
    {
        static TestCaseData Case(string what, ImageErrorKind kind, byte[] file, string found = "") =>
            new TestCaseData(kind, file, found).SetArgDisplayNames(what);

        byte[] good = ElfBuilder.WithCode().Build();
        yield return Case("empty", ImageErrorKind.Empty, []);
        yield return Case("ELF magic cut", ImageErrorKind.UnknownFormat, good[..3], "7F454C");
        yield return Case("32-bit", ImageErrorKind.WrongClass, new ElfBuilder { Class = 1 }.Build(), "32-bit");
        yield return Case("odd class", ImageErrorKind.WrongClass, new ElfBuilder { Class = 9 }.Build(), "EI_CLASS 9");
        yield return Case("big-endian", ImageErrorKind.WrongByteOrder, new ElfBuilder { ByteOrder = 2 }.Build(), "big-endian");
        yield return Case("magic only", ImageErrorKind.TruncatedHeader, good[..4], "4 bytes");
        yield return Case("header less one byte", ImageErrorKind.TruncatedHeader, good[..63], "63 bytes");
        yield return Case("version 7", ImageErrorKind.WrongVersion, new ElfBuilder { FileVersion = 7 }.Build(), "EI_VERSION 7");
        yield return Case("x86-64", ImageErrorKind.WrongMachine, new ElfBuilder { Machine = 62 }.Build(), "x86-64");
        yield return Case("AArch32", ImageErrorKind.WrongMachine, new ElfBuilder { Machine = 40 }.Build(), "AArch32");
        yield return Case("object file", ImageErrorKind.WrongType, new ElfBuilder { Type = 1 }.Build(), "ET_REL");
        yield return Case("static PIE", ImageErrorKind.WrongType, new ElfBuilder { Type = 3 }.Build(), "ET_DYN");
        yield return Case("no program headers", ImageErrorKind.NoLoadableSegment, new ElfBuilder().Build(), "no program headers");
        yield return Case("program header size", ImageErrorKind.BadProgramHeaders,
            With(b => b.ProgramHeaderSize = 32), "e_phentsize 32");
        yield return Case("extended numbering", ImageErrorKind.BadProgramHeaders,
            With(b => b.ProgramHeaderCount = 0xFFFF), "65535");
        yield return Case("program headers cut", ImageErrorKind.ProgramHeadersOutsideFile, good[..(64 + 55)], "56 bytes");
        yield return Case("program headers far away", ImageErrorKind.ProgramHeadersOutsideFile,
            With(b => b.ProgramHeaderOffset = ulong.MaxValue), "0xFFFFFFFFFFFFFFFF");
        yield return Case("dynamic linker", ImageErrorKind.DynamicallyLinked,
            ElfBuilder.WithCode().Add(0, 4, type: 3).Build(), "PT_INTERP");
        yield return Case("nothing to load", ImageErrorKind.NoLoadableSegment,
            new ElfBuilder().Add(ElfBuilder.Base, 0).Add(0, 4, type: 4).Build(), "none in 2");
        yield return Case("segment cut", ImageErrorKind.SegmentOutsideFile, good[..^1], "16 bytes");
        yield return Case("segment far away", ImageErrorKind.SegmentOutsideFile,
            new ElfBuilder().Add(ElfBuilder.Base, 16, offset: ulong.MaxValue - 7).Build(), "0xFFFFFFFFFFFFFFF8");
        yield return Case("segment of huge size", ImageErrorKind.SegmentOutsideFile,
            new ElfBuilder().Add(ElfBuilder.Base, 16, ulong.MaxValue, statedFileBytes: ulong.MaxValue).Build(),
            "18446744073709551615 bytes");
        yield return Case("larger in file than in memory", ImageErrorKind.FileSizeExceedsMemorySize,
            new ElfBuilder().Add(ElfBuilder.Base, 16, 15).Build(), "p_filesz 0x10 and p_memsz 0xF");
        yield return Case("virtual address wraps", ImageErrorKind.AddressWraps,
            new ElfBuilder().Add(ulong.MaxValue - 15, 16, physical: ElfBuilder.Base).Build(), "0xFFFFFFFFFFFFFFF0");
        yield return Case("physical address wraps", ImageErrorKind.AddressWraps,
            new ElfBuilder().Add(ElfBuilder.Base, 16, ulong.MaxValue).Build(), "0x80000000");
        yield return Case("same address twice", ImageErrorKind.SegmentsOverlap,
            ElfBuilder.WithCode().Add(ElfBuilder.Base, 4).Build(), "0x80000010");
        yield return Case("overlap by one byte, only in memory", ImageErrorKind.SegmentsOverlap,
            new ElfBuilder().Add(ElfBuilder.Base + 0x10, 16).Add(ElfBuilder.Base, 4, 0x11).Build(), "0x80000011");
        yield return Case("entry below", ImageErrorKind.EntryOutsideSegments,
            With(b => b.Entry = ElfBuilder.Base - 4), "0x7FFFFFFC");
        yield return Case("entry at the end", ImageErrorKind.EntryOutsideSegments,
            With(b => b.Entry = ElfBuilder.Base + 16), "0x80000010");
        yield return Case("entry instruction cut", ImageErrorKind.EntryOutsideSegments,
            With(b => b.Entry = ElfBuilder.Base + 13), "0x8000000D");
        yield return Case("entry in data", ImageErrorKind.EntryOutsideSegments,
            new ElfBuilder().Add(ElfBuilder.Base, 16, flags: ElfBuilder.ReadWrite).Build(), "0x80000000");
        yield return Case("entry behind the file's bytes", ImageErrorKind.EntryOutsideSegments,
            new ElfBuilder { Entry = ElfBuilder.Base + 16 }.Add(ElfBuilder.Base, 16, 64).Build(), "0x80000010");
        yield return Case("entry odd", ImageErrorKind.EntryMisaligned, With(b => b.Entry = ElfBuilder.Base + 2), "0x80000002");
    }

    private static byte[] With(Action<ElfBuilder> change)
    {
        ElfBuilder builder = ElfBuilder.WithCode();
        change(builder);
        return builder.Build();
    }
}
