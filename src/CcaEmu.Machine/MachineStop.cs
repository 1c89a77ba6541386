namespace CcaEmu.Machine;

/// <summary>Why a machine stopped.</summary>
public enum MachineStop
{
    /// <summary>A layer asked for it: the run is over.</summary>
    Requested,

    /// <summary>The instruction limit was reached.</summary>
    InstructionLimit,

    /// <summary>Every PE waits for an interrupt and none can come.</summary>
    AllWaiting,
}
