using CcaEmu.Hypervisor;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Bench;

/// <summary>The three layers that every machine of the benchmark has.</summary>
internal static class BenchFirmware
{
    /// <summary>Puts the layers onto a machine and resets it: it is ready to run.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="hypervisor">What runs at NS-EL2.</param>
    /// <returns>The monitor, which knows why a machine stopped.</returns>
    public static MonitorFirmware Attach(Machine.Machine machine, HypervisorFirmware hypervisor)
    {
        var monitor = new MonitorFirmware(machine, new MonitorOptions());
        machine.Attach(monitor);
        machine.Attach(new RmmFirmware(machine, new RmmOptions()));
        machine.Attach(hypervisor);
        machine.Reset();
        return monitor;
    }
}
