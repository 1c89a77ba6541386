namespace CcaEmu.Arm.Smccc;

/// <summary>Properties of a command that a dispatcher or a reader cares for.</summary>
[Flags]
public enum CommandTraits : byte
{
    /// <summary>Runs to completion at once.</summary>
    None = 0,

    /// <summary>RMI: may answer INCOMPLETE and go on as a stateful operation.</summary>
    Stateful = 1,

    /// <summary>RMI: may ask for memory, or give memory back.</summary>
    MovesMemory = 2,

    /// <summary>Does not return to the caller when it succeeds.</summary>
    NoReturn = 4,

    /// <summary>Its outputs mean something when it fails, too.</summary>
    OutputsOnFailure = 8,
}
