using CcaEmu.Campaign.Generation;
using CcaEmu.Memory;

namespace CcaEmu.Campaign.Fuzz;

/// <summary>A device that reads as random numbers.</summary>
internal sealed class FuzzDevice(Rng rng) : IMmioDevice
{
    public ulong Read(ulong offset, int sizeBytes) => rng.Next64();

    public void Write(ulong offset, int sizeBytes, ulong value)
    {
    }
}
