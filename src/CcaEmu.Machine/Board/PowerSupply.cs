using CcaEmu.Arm.Registers;
using CcaEmu.Devices.Power;

namespace CcaEmu.Machine.Board;

/// <summary>The PEs of a machine as its power controller sees them.</summary>
/// <param name="machine">The machine.</param>
internal sealed class PowerSupply(Machine machine) : IPowerSupply
{
    private const ulong AffinityMask = 0x00FF_FFFF;

    /// <inheritdoc/>
    public IReadOnlyList<uint> Affinities { get; } = [.. machine.Pes.Select(pe => (uint)(pe[SystemRegister.MPIDR_EL1] & AffinityMask))];

    /// <inheritdoc/>
    public bool IsOn(int pe) => machine.IsOn(machine.Pes[pe]);

    /// <inheritdoc/>
    public void TurnOn(int pe) => machine.PowerOn(machine.Pes[pe]);

    /// <inheritdoc/>
    public bool IsWakeRequested(int pe) => machine.Gic.IsWakeRequested(pe);
}
