namespace CcaEmu.Cpu;

/// <summary>The four kinds of exception that have vectors of their own; the value is the offset inside a vector group.</summary>
/// <remarks>Arm ARM, D1.3 "Exception vectors".</remarks>
public enum ExceptionType : ushort
{
    /// <summary>Synchronous exception.</summary>
    Synchronous = 0x000,

    /// <summary>IRQ or virtual IRQ.</summary>
    Irq = 0x080,

    /// <summary>FIQ or virtual FIQ.</summary>
    Fiq = 0x100,

    /// <summary>SError or virtual SError.</summary>
    SError = 0x180,
}
