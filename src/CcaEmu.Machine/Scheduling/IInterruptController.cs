using CcaEmu.Cpu;

namespace CcaEmu.Machine.Scheduling;

/// <summary>What takes the interrupt outputs of PEs and devices: the board's GIC.</summary>
public interface IInterruptController
{
    /// <summary>Drives a private peripheral interrupt of one PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="intid">INTID, 16 to 31.</param>
    /// <param name="asserted">Level of the line.</param>
    void SetPrivateLine(ProcessingElement pe, int intid, bool asserted);

    /// <summary>Drives a shared peripheral interrupt.</summary>
    /// <param name="intid">INTID, 32 to 1019.</param>
    /// <param name="asserted">Level of the line.</param>
    void SetSharedLine(int intid, bool asserted);
}
