using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Images;

/// <summary>Damaged images: whatever the bytes, parsing answers, and what it accepts is sound.</summary>
public sealed class Elf64ImageMutationTests
{
    private const int Mutations = 10_000;
    private const int Seed = 20_137;

    /// <summary>Where a change matters most: the ELF header and the program headers.</summary>
    private const int HeadersBytes = 64 + 2 * 56;

    [Test]
    public void Ten_thousand_mutations_of_hello_never_throw_and_accepted_ones_are_sound()
    {
        byte[] hello = PrebuiltImage.Read("hello");
        var random = new Random(Seed);
        var refused = new HashSet<ImageErrorKind>();
        int accepted = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = Mutate(hello, random);
            if (Elf64Image.TryParse(file, out Elf64Image? image, out ImageError? error))
            {
                accepted++;
                AssertSound(image, file, random);
            }
            else
            {
                refused.Add(error.Kind);
                Assert.That(error.Message.Any(char.IsControl), Is.False, "one line");
            }
        }
        Assert.That(accepted, Is.InRange(Mutations / 20, Mutations * 19 / 20), "neither all harmless nor all fatal");
        Assert.That(refused, Has.Count.GreaterThanOrEqualTo(12), $"reached only: {string.Join(' ', refused)}");
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] file = [.. original];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            switch (random.Next(6))
            {
                case 0:
                    file[Offset(file, random)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[Offset(file, random)] = (byte)random.Next(256);
                    break;
                case 2:
                    SetDoubleword(file, random);
                    break;
                case 3:
                    file = file[..random.Next(1, file.Length + 1)];
                    break;
                case 4:
                    Splice(file, random);
                    break;
                default:
                    file = [.. file, .. file[..random.Next(file.Length)]];
                    break;
            }
        }
        return file;
    }

    private static int Offset(byte[] file, Random random) =>
        random.Next(random.Next(2) == 0 ? Math.Min(HeadersBytes, file.Length) : file.Length);

    /// <summary>Writes one of the values that arithmetic trips over into an aligned doubleword.</summary>
    private static void SetDoubleword(byte[] file, Random random)
    {
        ulong[] awkward = [0, 1, 3, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1UL << 32, 1UL << 63, ulong.MaxValue];
        int offset = Offset(file, random) & ~7;
        if (offset + 8 <= file.Length)
            BitConverter.TryWriteBytes(file.AsSpan(offset), awkward[random.Next(awkward.Length)]);
    }

    private static void Splice(byte[] file, Random random)
    {
        int length = random.Next(1, Math.Min(64, file.Length) + 1);
        int from = random.Next(file.Length - length + 1);
        int to = Math.Min(Offset(file, random), file.Length - length);
        file.AsSpan(from, length).CopyTo(file.AsSpan(to));
    }

    private static void AssertSound(Elf64Image image, byte[] file, Random random)
    {
        Assert.That(image.Segments, Is.Not.Empty);
        UInt128 end = 0;
        foreach (ImageSegment segment in image.Segments)
        {
            Assert.That((UInt128)segment.Address.Value, Is.GreaterThanOrEqualTo(end), "sorted, not overlapping");
            Assert.That(segment.MemorySizeBytes, Is.Not.Zero);
            Assert.That((ulong)segment.Data.Length, Is.LessThanOrEqualTo(segment.MemorySizeBytes));
            Assert.That(Elf64ImageTests.OffsetInFile(segment, file), Is.Not.Negative);
            end = (UInt128)segment.Address.Value + segment.MemorySizeBytes;
            Assert.That(end, Is.EqualTo((UInt128)segment.End.Value), "no wrap");
        }
        Assert.That(image.EntryPoint.Value % 4, Is.Zero);
        Assert.That(image.Segments.Any(s =>
            s.IsExecutable && image.EntryPoint.Value - s.Address.Value + 4 <= (ulong)s.Data.Length), "first instruction");
        foreach (ImageSegment segment in image.Segments)
        {
            ulong address = segment.VirtualAddress.Value + (ulong)random.NextInt64() % segment.MemorySizeBytes;
            if (image.TrySymbolize(new VirtualAddress(address), out string? name, out ulong offset))
                Assert.That((name.Length > 0, offset <= address), Is.EqualTo((true, true)));
        }
        AssertPlacementIsSound(image);
    }

    private static void AssertPlacementIsSound(Elf64Image image)
    {
        var ramBase = new Ipa(ElfBuilder.Base);
        const ulong ramBytes = 64UL << 20;
        ImageError? misplaced = ImagePlacement.Check(image, ramBase, ramBytes);
        bool fits = image.Segments.All(s => s.Address.Value >= ElfBuilder.Base && s.End.Value <= ElfBuilder.Base + ramBytes);
        Assert.That(misplaced is null, Is.EqualTo(fits), misplaced?.Message);
    }
}
