using System.CommandLine;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Options;

/// <summary>The image and what of its launch a realm's measurement or identity depends on.</summary>
internal sealed class LaunchOptions
{
    private readonly Argument<string> _image = new("IMAGE")
    {
        Description = "A statically linked AArch64 ELF64 executable such as images/hello.elf, an arm64 Image, or with --load-address a raw binary",
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

    private readonly Option<RimInitialValue> _rmmRim = OptionReading.Of<RimInitialValue>("--rmm-rim",
        new NamedChoice<RimInitialValue>(("parameters", RimInitialValue.ParametersHash), ("zero", RimInitialValue.Zero)).TryParse, "START",
        "What the RMM begins a Realm Initial Measurement with: the hash of the realm's parameters, or zero [default: parameters]");

    private readonly Option<int> _smp = OptionReading.Of<int>("--smp", PeCount.TryParse, "N",
        "PEs of the machine, each with a virtual CPU of the guest: 1 to 8 [default: 1]", "-smp");

    private readonly Option<ulong> _loadAddress = OptionReading.Of<ulong>("--load-address", NumberText.TryParse, "IPA",
        "Take IMAGE as a raw binary, load it at IPA and enter it there");

    private readonly Option<string> _deviceTree = new("--dtb")
    {
        HelpName = "FILE",
        Description = "Give the guest this device tree blob [default: one that describes the guest]",
    };

    private readonly Option<string> _initialRamDisk = new("--initrd")
    {
        HelpName = "FILE",
        Description = "Load FILE behind the image and name it in the device tree as initial RAM disk",
    };

    private readonly Option<string> _bootArguments = new("--append")
    {
        HelpName = "TEXT",
        Description = "Command line of the guest's kernel, in the device tree",
    };

    private readonly Option<RipasInit> _ripasInit = OptionReading.Of<RipasInit>("--ripas-init",
        new NamedChoice<RipasInit>(("all", RipasInit.All), ("loaded", RipasInit.Loaded)).TryParse, "WHAT",
        "RIPAS RAM at activation: all of the guest's memory, or only what is loaded [default: all]");

    private readonly Option<string> _disk = new("--disk")
    {
        HelpName = "FILE",
        Description = "Give the guest a virtio block device whose sectors are FILE's; writes go to FILE",
    };

    private readonly Option<bool> _snapshot = new("--snapshot")
    {
        Description = "Only read --disk's FILE: what the guest writes is forgotten at the end",
    };

    private readonly Option<TranslationGranule> _pageSize = OptionReading.Of<TranslationGranule>(
        "--host-page-size", PageSize.Names.TryParse, "SIZE",
        "Page size of the host, which is the granule of the RMI and of the realm's tables: 4k, 16k or 64k [default: 4k]");

    private readonly Option<int?> _ipaBits = OptionReading.Of<int?>("--ipa-bits", IpaWidth.TryParse, "N",
        "Width of the realm's IPA space, 33 to 52 bits; above 48 with LPA2 [default: the narrowest that holds its memory]");

    private readonly Option<bool> _mec = MecChoice.Option();

    private readonly Option<RmiMecPolicy> _mecPolicy = MecChoice.PolicyOption();

    private readonly Option<bool> _pmu = PmuChoice.Option();

    /// <summary>Has the image be left out where another source is named.</summary>
    public void MakeImageOptional() => _image.Arity = ArgumentArity.ZeroOrOne;

    /// <summary>Whether there is an image on the command line.</summary>
    public bool HasImage(ParseResult parsed) => parsed.GetValue(_image) is not null;

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_image);
        command.Add(_memory);
        command.Add(_argument);
        command.Add(_personalization);
        command.Add(_measurement);
        command.Add(_rmmRim);
        command.Add(_smp);
        command.Add(_loadAddress);
        command.Add(_deviceTree);
        command.Add(_initialRamDisk);
        command.Add(_bootArguments);
        command.Add(_ripasInit);
        command.Add(_disk);
        command.Add(_snapshot);
        command.Add(_pageSize);
        command.Add(_ipaBits);
        command.Add(_mec);
        command.Add(_mecPolicy);
        command.Add(_pmu);
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
            RmmRim = OptionReading.ValueOr(parsed, _rmmRim, request.RmmRim),
            Pes = OptionReading.ValueOr(parsed, _smp, request.Pes),
            LoadAddress = parsed.GetResult(_loadAddress) is null ? null : parsed.GetValue(_loadAddress),
            DeviceTreeFile = parsed.GetValue(_deviceTree),
            InitialRamDiskFile = parsed.GetValue(_initialRamDisk),
            BootArguments = parsed.GetValue(_bootArguments),
            DiskFile = parsed.GetValue(_disk),
            IsSnapshot = parsed.GetValue(_snapshot),
            RipasInit = OptionReading.ValueOr(parsed, _ripasInit, request.RipasInit),
            HostPageSize = OptionReading.ValueOr(parsed, _pageSize, request.HostPageSize),
            IpaBits = OptionReading.ValueOr(parsed, _ipaBits, request.IpaBits),
            HasMec = parsed.GetValue(_mec),
            MecPolicy = parsed.GetResult(_mecPolicy) is null ? null : parsed.GetValue(_mecPolicy),
            HasMonitors = parsed.GetValue(_pmu),
        };
    }
}
