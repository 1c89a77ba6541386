namespace CcaEmu.Cpu;

/// <summary>What a PE in a low-power state waits for.</summary>
internal enum WaitKind : byte
{
    /// <summary>It is not in a low-power state.</summary>
    None,

    /// <summary>WFI, WFIT: a WFI wake-up event.</summary>
    Interrupt,

    /// <summary>WFE, WFET: a WFE wake-up event.</summary>
    Event,
}
