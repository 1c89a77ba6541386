using System.Text;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Images;

public sealed class ImageFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ccaemu-images-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_good_image_is_loaded()
    {
        bool loaded = ImageFile.TryLoad(PrebuiltImage.PathOf("hello"), out Elf64Image? image, out ImageError? error);

        Assert.That(loaded, error?.Message);
        Assert.That(image!.EntryPoint.Value, Is.EqualTo(ElfBuilder.Base));
    }

    [Test]
    public void A_missing_file_is_named()
    {
        ImageError error = Refusal(Path.Combine(_folder, "helo.elf"));

        Assert.That(error.Kind, Is.EqualTo(ImageErrorKind.NotFound));
        Assert.That(error.Message, Does.StartWith($"{_folder}/helo.elf: expected an image file, found no file of that name; "));
    }

    [Test]
    public void A_name_that_no_file_can_have_is_a_missing_file([Values("", "a\0b", "a\nb")] string name)
    {
        ImageError error = Refusal(name);

        Assert.That(error.Kind, Is.EqualTo(ImageErrorKind.NotFound));
        Assert.That(error.Message.Any(char.IsControl), Is.False);
    }

    [Test]
    public void A_folder_is_not_an_image() => Assert.That(Refusal(_folder).Kind, Is.EqualTo(ImageErrorKind.IsDirectory));

    [Test]
    public void An_empty_file_is_not_an_image() => Assert.That(Refusal(Write([])).Kind, Is.EqualTo(ImageErrorKind.Empty));

    [Test]
    [Platform(Exclude = "Win")]
    public void A_device_is_not_read() => Assert.That(Refusal("/dev/zero").Kind, Is.EqualTo(ImageErrorKind.Empty));

    [Test]
    public void A_file_that_another_program_holds_is_unreadable()
    {
        string path = Write([1, 2, 3]);
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.That(Refusal(path).Kind, Is.EqualTo(ImageErrorKind.Unreadable));
    }

    [Test]
    public void A_file_over_one_gibibyte_is_too_large()
    {
        string path = Write([]);
        using (FileStream sparse = File.OpenWrite(path))
            sparse.SetLength(ImageFile.LargestFileBytes + 1);

        Assert.That(Refusal(path).Kind, Is.EqualTo(ImageErrorKind.TooLarge));
    }

    [Test]
    public void What_is_wrong_inside_the_file_is_told_with_its_name()
    {
        ImageError error = Refusal(Write(new ElfBuilder { Machine = 62 }.Build()));

        Assert.That(error.Message, Does.StartWith(
            $"{_folder}/image: expected code for AArch64 (e_machine 183), found code for x86-64"));
    }

    [TestCase("1F8B0800", "a gzip stream")]
    [TestCase("28B52FFD00", "a zstd stream")]
    [TestCase("FD377A585A00", "an xz stream")]
    [TestCase("425A6839", "a bzip2 stream")]
    [TestCase("504B0304", "a zip archive")]
    [TestCase("4D5A9000", "a PE file (UEFI or Windows)")]
    [TestCase("213C617263683E0A", "a static library")]
    [TestCase("303730373031", "a cpio archive (an initramfs?)")]
    [TestCase("D00DFEED", "a device tree blob")]
    [TestCase("010064AA", "a firmware image package (FIP)")]
    [TestCase("CFFAEDFE", "a Mach-O file (macOS)")]
    [TestCase("00000000000000", "a file that begins with zeros")]
    [TestCase("00", "a file that begins with zeros")]
    [TestCase("FF00AB17DD", "unknown data that begins FF00AB17")]
    [TestCase("FF", "unknown data that begins FF")]
    [TestCase("7F", "unknown data that begins 7F")]
    public void Another_format_is_recognised(string hex, string found)
    {
        AssertUnknownFormat(Convert.FromHexString(hex), found);
    }

    [TestCase("#!/bin/sh\necho hello\n", "a script")]
    [TestCase("hello\nworld\n", "a text file that begins \"hello\"")]
    [TestCase("héllo", "a text file that begins \"héllo\"")]
    [TestCase("a line that goes on and on and on and on", "a text file that begins \"a line that goes on and on and o...\"")]
    public void A_text_file_is_recognised(string text, string found)
    {
        AssertUnknownFormat(Encoding.UTF8.GetBytes(text), found);
    }

    [Test]
    public void A_long_text_file_is_recognised_wherever_its_beginning_is_cut([Range(509, 512)] int letters)
    {
        string text = $"begin\n{new string('x', letters - 6)}\u20AC and more";

        AssertUnknownFormat(Encoding.UTF8.GetBytes(text), "a text file that begins \"begin\"");
    }

    [Test]
    public void An_arm64_image_is_recognised_with_and_without_an_efi_stub([Values] bool hasEfiStub)
    {
        byte[] file = new byte[64];
        if (hasEfiStub)
            "MZ"u8.CopyTo(file);
        "ARMd"u8.CopyTo(file.AsSpan(0x38));

        AssertUnknownFormat(file, "an arm64 Linux Image");
    }

    private void AssertUnknownFormat(byte[] file, string found)
    {
        ImageError error = Refusal(Write(file));

        Assert.That(error.Kind, Is.EqualTo(ImageErrorKind.UnknownFormat));
        Assert.That(error.Found, Is.EqualTo(found));
    }

    private string Write(byte[] file)
    {
        string path = Path.Combine(_folder, "image");
        File.WriteAllBytes(path, file);
        return path;
    }

    private static ImageError Refusal(string path)
    {
        bool loaded = ImageFile.TryLoad(path, out Elf64Image? image, out ImageError? error);
        Assert.That((loaded, image), Is.EqualTo((false, (Elf64Image?)null)));
        Assert.That(error!.Path, Is.EqualTo(path));
        return error;
    }
}
