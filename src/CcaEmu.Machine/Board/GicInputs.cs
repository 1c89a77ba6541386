using CcaEmu.Cpu;
using CcaEmu.Devices.Gic;
using CcaEmu.Machine.Scheduling;

namespace CcaEmu.Machine.Board;

/// <summary>The GIC's inputs: private lines of the PEs, shared lines of devices.</summary>
/// <param name="gic">The GIC.</param>
internal sealed class GicInputs(GicV3 gic) : IInterruptController
{
    /// <inheritdoc/>
    public void SetPrivateLine(ProcessingElement pe, int intid, bool asserted) => gic.SetPpiLine(pe.Index, (uint)intid, asserted);

    /// <inheritdoc/>
    public void SetSharedLine(int intid, bool asserted) => gic.SetSpiLine((uint)intid, asserted);
}
