namespace CcaEmu.Devices.Power;

/// <summary>What a power controller turns on and off: the PEs of its board.</summary>
public interface IPowerSupply
{
    /// <summary>Affinity of each PE, by number: Aff2 to Aff0 in bits 23:0, as in MPIDR_EL1.</summary>
    IReadOnlyList<uint> Affinities { get; }

    /// <summary>Whether a PE has power.</summary>
    /// <param name="pe">Its number.</param>
    bool IsOn(int pe);

    /// <summary>Gives a PE power: it comes out of reset at the reset address.</summary>
    /// <param name="pe">Its number.</param>
    void TurnOn(int pe);

    /// <summary>Whether an interrupt waits for a PE whose redistributor is asleep (the GIC's WakeRequest).</summary>
    /// <param name="pe">Its number.</param>
    bool IsWakeRequested(int pe);
}
