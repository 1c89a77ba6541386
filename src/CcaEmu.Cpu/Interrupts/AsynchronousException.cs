namespace CcaEmu.Cpu;

/// <summary>The asynchronous exceptions that can be pending at once, as bits, in the order in which they are taken: lowest bit first.</summary>
/// <remarks>
/// Arm ARM, D1.4.6 "Asynchronous exception types". D1.4.6.5 leaves the priorities to choose: physical before virtual, SError, FIQ, IRQ.
/// </remarks>
[Flags]
internal enum AsynchronousException : byte
{
    None = 0,
    SError = 1,
    Fiq = 2,
    Irq = 4,
    VirtualSError = 8,
    VirtualFiq = 16,
    VirtualIrq = 32,
    Physical = SError | Fiq | Irq,
    Virtual = VirtualSError | VirtualFiq | VirtualIrq,
}
