namespace CcaEmu.Diagnostics.Crossings;

/// <summary>What is called a crossing.</summary>
public enum CrossingFamily : byte
{
    /// <summary>
    /// One step from a level and world to another, by an exception or an exception return, with what was done there until the next one. The legs
    /// of a PE follow each other without a gap: their sums are the run's totals.
    /// </summary>
    Leg,

    /// <summary>A guest's way out to EL2 and back into a guest on the same PE.</summary>
    Exit,

    /// <summary>An SMC from the call to its return on the same PE, everything between included.</summary>
    Call,

    /// <summary>A piece of a run that a benchmark has marked, on all PEs together.</summary>
    Sample,
}
