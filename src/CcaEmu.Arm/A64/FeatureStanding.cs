namespace CcaEmu.Arm.A64;

/// <summary>How a feature stands with CcaEmu.</summary>
public enum FeatureStanding : byte
{
    /// <summary>Not built: no PE can have it, its encodings and registers are UNDEFINED, its ID fields are zero.</summary>
    Absent,

    /// <summary>Built; a PE has it where it is asked for.</summary>
    Off,

    /// <summary>Built; a PE has it unless it is switched off.</summary>
    On,

    /// <summary>Part of every PE: it cannot be switched off.</summary>
    Always,
}
