namespace CcaEmu.Diagnostics.Debugging;

/// <summary>How a debugger lets the machine go on.</summary>
internal enum ResumeKind
{
    /// <summary>Until something stops it.</summary>
    Continue,

    /// <summary>Until the selected PE has done one thing: an instruction, or what a managed layer does in one go.</summary>
    Step,

    /// <summary>Back to the last thing that would have stopped it.</summary>
    ReverseContinue,

    /// <summary>Back to before the last thing that the selected PE did.</summary>
    ReverseStep,

    /// <summary>Without a debugger.</summary>
    Detach,

    /// <summary>Not at all: the run ends.</summary>
    Kill,
}
