namespace CcaEmu.Diagnostics.Tracing;

/// <summary>What a trace holds.</summary>
[Flags]
public enum TraceKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Calls of the host to the RMM.</summary>
    Rmi = 1,

    /// <summary>Calls of Realms to the RMM.</summary>
    Rsi = 2,

    /// <summary>PSCI calls of Realms.</summary>
    Psci = 4,

    /// <summary>Every SMC, the RMM's own calls to the monitor included.</summary>
    Smc = 8,

    /// <summary>Every exception, and exceptions that a higher level injects by software; those that are SMCs only together with <see cref="Smc"/>.</summary>
    Exception = 16,

    /// <summary>Every exception return.</summary>
    Eret = 32,

    /// <summary>What the guest prints, line by line.</summary>
    Console = 64,

    /// <summary>Changes of granules' states, and how memory is divided between the physical address spaces.</summary>
    Granule = 128,

    /// <summary>Every A64 instruction, with the registers it changed and the memory it accessed.</summary>
    Instruction = 256,

    /// <summary>What is recorded unless the user says otherwise: what a timeline is made of.</summary>
    Default = Smc | Exception | Eret | Console,

    /// <summary>All but instructions.</summary>
    Events = Default | Granule,

    /// <summary>Everything.</summary>
    All = Events | Instruction,
}
