namespace CcaEmu.Rmm;

/// <summary>How readily the RMM turns commands into stateful operations.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Stateful RMI operations".</remarks>
public enum SroMode
{
    /// <summary>Never: every command is complete when it returns, and no memory is asked for.</summary>
    Off,

    /// <summary>Where a command needs memory of the host.</summary>
    Spec,

    /// <summary>
    /// Wherever the specification allows it, by seed: commands come in pieces, memory is asked for in awkward shapes and given back
    /// late, commands and continuations are BUSY or BLOCKED, ranges end early.
    /// </summary>
    Aggressive,
}
