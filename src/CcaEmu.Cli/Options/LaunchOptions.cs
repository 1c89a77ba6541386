using System.CommandLine;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Cli.Options;

/// <summary>The image and what of its launch a realm's measurement or identity depends on.</summary>
internal sealed class LaunchOptions
{
    private readonly Argument<string> _image = new("IMAGE")
    {
        Description = "Realm image: a statically linked AArch64 ELF64 executable, such as images/hello.elf",
    };

    private readonly Option<ulong> _memory = OptionReading.Of<ulong>("--memory", MemorySize.TryParse, "SIZE",
        "RAM of the realm: 64M, 1G, or a plain number of MiB, rounded up to 2 MiB [default: 64M]", "-m");

    private readonly Option<ulong> _argument = OptionReading.Of<ulong>("--arg", NumberText.TryParse, "N",
        "Value of X1 at the image's entry point [default: 0]");

    private readonly Option<byte[]> _personalization = OptionReading.Of<byte[]>("--realm-pv", PersonalizationValue.TryParse, "VALUE",
        "Realm personalization value: text, or 0x and hexadecimal digits; at most 64 bytes");

    private readonly Option<RmiHashAlgorithm> _measurement = OptionReading.Of<RmiHashAlgorithm>(
        "--measurement-algo", MeasurementAlgorithm.TryParse, "NAME",
        "Hash of the realm's measurements: sha256, sha384 or sha512 [default: sha256]");

    private readonly Option<TranslationGranule> _pageSize = OptionReading.Of<TranslationGranule>(
        "--host-page-size", PageSize.Names.TryParse, "SIZE",
        "Page size of the host, which is the granule of the RMI and of the realm's tables: 4k, 16k or 64k [default: 4k]");

    private readonly Option<int?> _ipaBits = OptionReading.Of<int?>("--ipa-bits", IpaWidth.TryParse, "N",
        "Width of the realm's IPA space, 33 to 52 bits; above 48 with LPA2 [default: the narrowest that holds its memory]");

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_image);
        command.Add(_memory);
        command.Add(_argument);
        command.Add(_personalization);
        command.Add(_measurement);
        command.Add(_pageSize);
        command.Add(_ipaBits);
    }

    /// <summary>Reads them.</summary>
    public RunRequest Read(ParseResult parsed)
    {
        var request = new RunRequest { ImagePath = parsed.GetValue(_image)! };
        return request with
        {
            MemoryBytes = OptionReading.ValueOr(parsed, _memory, request.MemoryBytes),
            Argument = OptionReading.ValueOr(parsed, _argument, request.Argument),
            PersonalizationValue = OptionReading.ValueOr(parsed, _personalization, request.PersonalizationValue),
            MeasurementAlgorithm = OptionReading.ValueOr(parsed, _measurement, request.MeasurementAlgorithm),
            HostPageSize = OptionReading.ValueOr(parsed, _pageSize, request.HostPageSize),
            IpaBits = OptionReading.ValueOr(parsed, _ipaBits, request.IpaBits),
        };
    }
}
