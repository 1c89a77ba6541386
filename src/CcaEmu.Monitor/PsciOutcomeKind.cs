namespace CcaEmu.Monitor;

/// <summary>The ways in which a PSCI call can end.</summary>
internal enum PsciOutcomeKind
{
    /// <summary>It returns.</summary>
    Answer,

    /// <summary>It returns when the PE wakes up.</summary>
    Standby,

    /// <summary>It does not return: the PE wakes up at an entry point.</summary>
    PowerDown,

    /// <summary>It does not return: the PE is off.</summary>
    TurnOff,

    /// <summary>It does not return: the system is off.</summary>
    SystemOff,

    /// <summary>It does not return: the board is reset.</summary>
    Reset,
}
