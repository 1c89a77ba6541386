using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Commands;

/// <summary>What <c>explain</c> and <c>inspect</c> look at: a machine that has run an image to the realm's end, or to a number of instructions.</summary>
internal sealed class StoppedMachine
{
    private readonly LaunchOptions _launch = new();

    private readonly Option<ulong> _maxInstructions = OptionReading.Of<ulong>("--max-instructions", NumberText.TryParseCount, "N",
        "Look after N instructions and exceptions; 10M is ten million [default: at the realm's end, before it is taken apart]");

    private readonly Option<ulong> _seed = OptionReading.Of<ulong>("--seed", NumberText.TryParse, "N", "Seed of everything random a guest can see [default: 1]");

    /// <summary>Gives a command the options that say what runs.</summary>
    public void AddTo(Command command)
    {
        _launch.AddTo(command);
        command.Add(_maxInstructions);
        command.Add(_seed);
    }

    /// <summary>Has the image be left out where another source is named.</summary>
    public void MakeImageOptional() => _launch.MakeImageOptional();

    /// <summary>Whether there is an image on the command line.</summary>
    public bool HasImage(ParseResult parsed) => _launch.HasImage(parsed);

    /// <summary>Runs the image and has somebody look.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">Where output goes.</param>
    /// <param name="look">Looks at the machine as it stands.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Look(ParseResult parsed, CliConsole console, Action<Emulation> look)
    {
        RunRequest request = _launch.Read(parsed);
        request = request with
        {
            MaxInstructions = OptionReading.ValueOr(parsed, _maxInstructions, request.MaxInstructions),
            Seed = OptionReading.ValueOr(parsed, _seed, request.Seed),
        };
        if (!RequestedImage.TryLoad(request, out RealmLaunch? launch, out string? bad))
            return console.Refuse(bad);
        using var emulation = new Emulation(request, launch, _ => { }) { StopsBeforeTeardown = true };
        emulation.Run(CancellationToken.None);
        look(emulation);
        return ExitCodes.Passed;
    }
}
