using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Runs;

/// <summary>Runs a machine to its end: straight on, or as a debugger's user wishes.</summary>
internal interface IRunDriver
{
    /// <summary>What each machine is started with.</summary>
    /// <param name="launch">The guest.</param>
    RealmLaunch LaunchOf(RealmLaunch launch);

    /// <summary>Runs to the end.</summary>
    /// <param name="emulation">The machine; another one afterwards, where the one that came to the end is another one.</param>
    /// <param name="again">Makes the same machine once more.</param>
    /// <param name="noWayBack">Why it must not be made once more after all; null where it may.</param>
    /// <param name="interrupted">Cancelled when the user wants the run to end.</param>
    EmulationResult Run(ref Emulation emulation, Func<Emulation> again, string? noWayBack, CancellationToken interrupted);

    /// <summary>The process is about to end.</summary>
    /// <param name="code">Its exit code.</param>
    void Exit(int code);
}
