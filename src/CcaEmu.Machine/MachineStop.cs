namespace CcaEmu.Machine;

/// <summary>Why a machine stopped.</summary>
public enum MachineStop
{
    /// <summary>A layer asked for it: the run is over.</summary>
    Requested,

    /// <summary>The instruction limit was reached.</summary>
    InstructionLimit,

    /// <summary>Every PE that is on waits for an interrupt, and none can come.</summary>
    AllWaiting,

    /// <summary>Every PE is off: none is left that could turn one on.</summary>
    AllOff,

    /// <summary>The firmware turned the system off (PSCI SYSTEM_OFF).</summary>
    PoweredOff,

    /// <summary>
    /// A reset of the board was asked for (<see cref="Machine.LastResetCause"/>) when it had been reset <see cref="MachineOptions.MaxResets"/>
    /// times.
    /// </summary>
    ResetRequested,
}
