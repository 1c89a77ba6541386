namespace CcaEmu.Cpu;

/// <summary>Why <see cref="ProcessingElement.Run"/> returned.</summary>
public enum RunStop
{
    /// <summary>The instruction budget is used up.</summary>
    Budget,

    /// <summary>The PE is at a level that a managed layer answers for.</summary>
    ManagedLayer,

    /// <summary>The PE executed WFI or WFE and nothing is pending.</summary>
    WaitingForInterrupt,

    /// <summary>An interrupt output of the PE was asserted: <see cref="ProcessingElement.IsPmuInterruptRequested"/>, <see cref="ProcessingElement.IsProfilingInterruptRequested"/>.</summary>
    InterruptOutput,
}
