using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu realm measure</c>: the Realm Initial Measurement that an image will have.</summary>
internal static class RealmCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var options = new LaunchOptions();
        var measure = new Command("measure", "Prints the Realm Initial Measurement of an image, for a verifier to compare tokens with. Nothing of the image runs.");
        options.AddTo(measure);
        measure.SetAction(parsed => Measure(options.Read(parsed), console));
        return new Command("realm", "Tells things of a realm without running it.") { measure };
    }

    // The launch itself, up to RMI_REALM_ACTIVATE: the same code as in a run, so the same result.
    private static int Measure(RunRequest request, CliConsole console)
    {
        // No PE is the user's choice here: whatever the width needs is there.
        if (request.IpaBits > IpaWidth.WidestWithoutLpa2)
            request = request with { CpuFeatures = PeFeatures.Default.With(IpaWidth.Lpa2Features) };
        if (!RequestedImage.TryLoad(request, out RealmLaunch? launch, out string? bad))
            return console.Refuse(bad);
        using var emulation = new Emulation(request, launch, _ => { });
        byte[]? rim = null;
        emulation.Rmm.RealmActivated += measured =>
        {
            rim = measured;
            emulation.Machine.RequestStop();
        };
        MachineStop stopped = emulation.Machine.Run(ulong.MaxValue);
        if (rim is null)
        {
            console.Error.WriteLine($"ccaemu: the realm was not activated ({stopped}); 'ccaemu run' on the same image says why");
            return ExitCodes.Failed;
        }
        console.Text.WriteLine(Convert.ToHexStringLower(rim));
        return ExitCodes.Passed;
    }
}
