using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Gic;

/// <summary>The frames of all redistributors in a row, 128 KiB to a PE.</summary>
internal sealed class RedistributorFrames(GicV3 gic) : IPasAwareDevice
{
    /// <inheritdoc/>
    public ulong Read(Pas pas, ulong offset, int sizeBytes) =>
        gic.Redistributors[(int)(offset / Redistributor.Stride)].Read(offset % Redistributor.Stride, sizeBytes, GicView.Of(pas, gic.Distributor.SingleState));

    /// <inheritdoc/>
    public void Write(Pas pas, ulong offset, int sizeBytes, ulong value) =>
        gic.Redistributors[(int)(offset / Redistributor.Stride)].Write(offset % Redistributor.Stride, sizeBytes, value, GicView.Of(pas, gic.Distributor.SingleState));
}
