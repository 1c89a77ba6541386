using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Runs;

/// <summary>Runs a machine straight on.</summary>
internal sealed class StraightDriver : IRunDriver
{
    /// <inheritdoc/>
    public RealmLaunch LaunchOf(RealmLaunch launch) => launch;

    /// <inheritdoc/>
    public EmulationResult Run(ref Emulation emulation, Func<Emulation> again, string? noWayBack, CancellationToken interrupted) =>
        emulation.Run(interrupted);

    /// <inheritdoc/>
    public void Exit(int code)
    {
    }
}
