namespace CcaEmu.Cpu;

/// <summary>What a PE asks of the machine around it: time and randomness, both deterministic.</summary>
public interface IPeEnvironment
{
    /// <summary>The system counter (CNTPCT_EL0 before any offset) now.</summary>
    /// <param name="pe">The PE that reads it.</param>
    ulong SystemCount(ProcessingElement pe);

    /// <summary>The next 64 bits of the seeded random source behind RNDR and RNDRRS.</summary>
    ulong NextRandom();

    /// <summary>An interrupt or an event has reached a PE in a low-power state: <see cref="ProcessingElement.HasWakeUpEvent"/> may be true now.</summary>
    /// <param name="pe">The PE.</param>
    void OnWakeUp(ProcessingElement pe)
    {
    }
}
