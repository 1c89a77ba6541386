namespace CcaEmu.Diagnostics.Calls;

/// <summary>Between whom an SMC was made: the function identifier alone does not say, a Realm may try any.</summary>
public enum CallInterface : byte
{
    /// <summary>Host to RMM: an RMI function called at Non-secure EL2.</summary>
    Rmi,

    /// <summary>Realm to RMM: an RSI function called at Realm EL1.</summary>
    Rsi,

    /// <summary>A PSCI function called at Realm EL1.</summary>
    Psci,

    /// <summary>RMM to monitor: an RMM-EL3 function called at Realm EL2.</summary>
    RmmEl3,

    /// <summary>Every other SMC.</summary>
    Other,
}
