using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Images;

public sealed class Elf64ImageSymbolTests
{
    private const byte Function = 2;
    private const byte Section = 3;
    private const byte Global = 1;

    [Test]
    public void The_nearest_symbol_at_or_below_names_an_address()
    {
        Elf64Image image = Image(b => b.AddSymbol("second", ElfBuilder.Base + 8).AddSymbol("first", ElfBuilder.Base + 4));

        Assert.That(NameAt(image, 0), Is.Null, "below every symbol");
        Assert.That(NameAt(image, 4), Is.EqualTo("first+0"));
        Assert.That(NameAt(image, 7), Is.EqualTo("first+3"));
        Assert.That(NameAt(image, 8), Is.EqualTo("second+0"));
        Assert.That(NameAt(image, 15), Is.EqualTo("second+7"));
        Assert.That(NameAt(image, 16), Is.Null, "outside the image");
    }

    [Test]
    public void A_symbol_that_states_its_size_names_nothing_behind_its_end()
    {
        Elf64Image image = Image(b => b.AddSymbol("f", ElfBuilder.Base, size: 8, type: Function));

        Assert.That(NameAt(image, 7), Is.EqualTo("f+7"));
        Assert.That(NameAt(image, 8), Is.Null);
    }

    [Test]
    public void At_one_address_functions_come_before_labels_and_global_before_local()
    {
        Elf64Image image = Image(b => b
            .AddSymbol("label", ElfBuilder.Base, binding: Global).AddSymbol("local", ElfBuilder.Base, type: Function)
            .AddSymbol("global", ElfBuilder.Base, type: Function, binding: Global).AddSymbol("late", ElfBuilder.Base));

        Assert.That(NameAt(image, 0), Is.EqualTo("global+0"));
    }

    [Test]
    public void Symbols_that_name_no_place_are_left_out()
    {
        Elf64Image image = Image(b => b
            .AddSymbol("code", ElfBuilder.Base).AddSymbol("$x", ElfBuilder.Base + 4).AddSymbol("", ElfBuilder.Base + 4)
            .AddSymbol("undefined", ElfBuilder.Base + 4, section: 0).AddSymbol("absolute", ElfBuilder.Base + 4, section: 0xFFF1)
            .AddSymbol("section", ElfBuilder.Base + 4, type: Section));

        Assert.That(NameAt(image, 4), Is.EqualTo("code+4"));
    }

    [Test]
    public void Names_that_would_upset_a_terminal_or_a_page_are_not_given()
    {
        Elf64Image image = Image(b => b
            .AddSymbol("red\u001B[31m", ElfBuilder.Base).AddSymbol(new string('n', 5000), ElfBuilder.Base + 4));

        Assert.That(NameAt(image, 0), Is.Null);
        Assert.That(NameAt(image, 4), Is.Null);
    }

    [Test]
    public void Symbols_go_by_virtual_addresses()
    {
        const ulong kernel = 0xFFFF_8000_0000_0000;
        byte[] file = new ElfBuilder { Entry = kernel }.Add(kernel, 16, physical: ElfBuilder.Base)
            .AddSymbol("start", kernel).Build();
        Elf64Image image = Elf64ImageTests.Parse(file);

        Assert.That(image.TrySymbolize(new VirtualAddress(kernel + 4), out string? name, out ulong offset));
        Assert.That((name, offset), Is.EqualTo(("start", 4UL)));
        Assert.That(image.TrySymbolize(new VirtualAddress(ElfBuilder.Base), out _, out _), Is.False);
    }

    [Test]
    public void A_malformed_symbol_table_leaves_the_image_without_symbols()
    {
        byte[] good = ElfBuilder.WithCode().AddSymbol("code", ElfBuilder.Base).Build();
        int sections = good.Length - 3 * 64;
        foreach ((string what, int offset, byte value) in new[]
        {
            ("section headers outside the file", 46, (byte)1),
            ("section header size", 58, (byte)63),
            ("symbols outside the file", sections + 64 + 31, (byte)0x80),
            ("symbols of huge size", sections + 64 + 39, (byte)0xFF),
            ("names in no section", sections + 64 + 43, (byte)0xFF),
            ("names in a section of another type", sections + 128 + 4, (byte)9),
            ("names of huge size", sections + 128 + 38, (byte)1),
        })
        {
            byte[] file = [.. good];
            file[offset] = value;
            Assert.That(NameAt(Elf64ImageTests.Parse(file), 0), Is.Null, what);
        }
        Assert.That(NameAt(Elf64ImageTests.Parse(good), 0), Is.EqualTo("code+0"));
    }

    [Test]
    public void The_faulting_load_of_the_fault_image_has_a_name()
    {
        Elf64Image image = Elf64ImageTests.Parse(PrebuiltImage.Read("fault"));
        IEnumerable<string?> names = Enumerable.Range(0, 64).Select(word => NameAt(image, 4 * (ulong)word));

        Assert.That(names, Does.Contain("_start+0").And.Contain("empty_read+0"));
    }

    private static Elf64Image Image(Action<ElfBuilder> addSymbols)
    {
        ElfBuilder builder = ElfBuilder.WithCode(16);
        addSymbols(builder);
        return Elf64ImageTests.Parse(builder.Build());
    }

    private static string? NameAt(Elf64Image image, ulong offsetInImage) =>
        image.TrySymbolize(new VirtualAddress(ElfBuilder.Base + offsetInImage), out string? name, out ulong offset)
            ? $"{name}+{offset}"
            : null;
}
