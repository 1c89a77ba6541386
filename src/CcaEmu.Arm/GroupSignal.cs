namespace CcaEmu.Arm;

/// <summary>The group of the interrupt that a GIC CPU interface signals to its PE.</summary>
/// <remarks>
/// Whether it is an IRQ or an FIQ depends on the level and security state that the PE is in, and the PE finds it out when it looks:
/// Arm GIC architecture (IHI 0069), "Interrupt grouping", the table of interrupt signals.
/// </remarks>
public enum GroupSignal : byte
{
    /// <summary>Nothing is signalled.</summary>
    None,

    /// <summary>Group 0: an FIQ everywhere.</summary>
    Group0,

    /// <summary>Secure Group 1: an IRQ in the Secure state below EL3, elsewhere an FIQ.</summary>
    Group1Secure,

    /// <summary>Non-secure Group 1: an IRQ in the Non-secure and Realm states, elsewhere an FIQ.</summary>
    Group1NonSecure,

    /// <summary>Group 1 of a distributor with a single security state: an IRQ everywhere.</summary>
    Group1,
}
