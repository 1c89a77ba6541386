namespace CcaEmu.Cpu;

/// <summary>What an access wants, as translation and fault reporting need to know.</summary>
[Flags]
public enum AccessKind : byte
{
    /// <summary>Nothing: address translation for a report only.</summary>
    None = 0,

    /// <summary>Data is read.</summary>
    Read = 1,

    /// <summary>Data is written; with <see cref="Read"/>, an atomic.</summary>
    Write = 2,

    /// <summary>An instruction is fetched.</summary>
    Execute = 4,

    /// <summary>Permissions of EL0 apply whatever the current level (LDTR, STTR).</summary>
    Unprivileged = 8,

    /// <summary>Must be naturally aligned whatever the memory type (exclusives, atomics, ordered accesses).</summary>
    Aligned = 16,

    /// <summary>A cache maintenance or address translation instruction (ESR_ELx.CM is set in a fault).</summary>
    Maintenance = 32,

    /// <summary>Hardware updates no descriptor for it: address translation instructions and reports.</summary>
    NoUpdate = 64,

    /// <summary>A stage 1 walk's access to a table, as stage 2 sees it.</summary>
    TableWalk = 128,
}
