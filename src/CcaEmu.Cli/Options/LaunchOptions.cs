using System.CommandLine;
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

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_image);
        command.Add(_memory);
        command.Add(_argument);
        command.Add(_personalization);
        command.Add(_measurement);
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
        };
    }
}
