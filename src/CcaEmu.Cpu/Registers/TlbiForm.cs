namespace CcaEmu.Cpu;

/// <summary>What the operand of a TLBI names.</summary>
internal enum TlbiForm : byte
{
    /// <summary>Everything of a regime, in the EL1&amp;0 regime with every VMID and stage 2: ALLE1, ALLE2, ALLE3.</summary>
    All,

    /// <summary>Stage 1 of the current VMID: VMALLE1.</summary>
    Vmall,

    /// <summary>Both stages of the current VMID: VMALLS12E1.</summary>
    VmallS12,

    /// <summary>An ASID: ASIDE1.</summary>
    Asid,

    /// <summary>Virtual addresses, of one ASID or of all.</summary>
    Va,

    /// <summary>Intermediate physical addresses: stage 2 of the current VMID.</summary>
    Ipas2,
}
