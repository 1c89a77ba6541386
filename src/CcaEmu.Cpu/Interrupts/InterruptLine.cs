namespace CcaEmu.Cpu;

/// <summary>The interrupt inputs of a PE. All are level sensitive: an interrupt is pending for as long as its line is asserted.</summary>
/// <remarks>Arm ARM, D1.4.6 "Asynchronous exception types". A GIC CPU interface drives them; SError has <see cref="ProcessingElement.PendSError"/>.</remarks>
public enum InterruptLine : byte
{
    /// <summary>Physical IRQ.</summary>
    Irq,

    /// <summary>Physical FIQ.</summary>
    Fiq,

    /// <summary>Virtual IRQ; pending beside HCR_EL2.VI.</summary>
    VirtualIrq,

    /// <summary>Virtual FIQ; pending beside HCR_EL2.VF.</summary>
    VirtualFiq,
}
