using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Devices;

/// <summary>A device that Secure and Root accesses reach alone: for others nothing is there, reads give zero and writes go nowhere.</summary>
/// <param name="device">The device.</param>
public sealed class SecureWindow(IMmioDevice device) : IPasAwareDevice
{
    /// <inheritdoc/>
    public ulong Read(Pas pas, ulong offset, int sizeBytes) => Admits(pas) ? device.Read(offset, sizeBytes) : 0;

    /// <inheritdoc/>
    public void Write(Pas pas, ulong offset, int sizeBytes, ulong value)
    {
        if (Admits(pas))
            device.Write(offset, sizeBytes, value);
    }

    private static bool Admits(Pas pas) => pas is Pas.Secure or Pas.Root;
}
