using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>A device whose registers look different, or are not there, in some physical address spaces.</summary>
/// <remarks>A board that has one asks these two; <see cref="IMmioDevice.Read"/> and <see cref="IMmioDevice.Write"/> are its Non-secure view.</remarks>
public interface IPasAwareDevice : IMmioDevice
{
    /// <summary>Reads a register.</summary>
    /// <param name="pas">Physical address space of the access.</param>
    /// <param name="offset">Byte offset in the window, aligned to <paramref name="sizeBytes"/>.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <returns>The value, zero extended; zero for what does not exist in that space.</returns>
    ulong Read(Pas pas, ulong offset, int sizeBytes);

    /// <summary>Writes a register; ignored by what does not exist in that space.</summary>
    /// <param name="pas">Physical address space of the access.</param>
    /// <param name="offset">Byte offset in the window, aligned to <paramref name="sizeBytes"/>.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <param name="value">The value in the low bits.</param>
    void Write(Pas pas, ulong offset, int sizeBytes, ulong value);

    /// <inheritdoc/>
    ulong IMmioDevice.Read(ulong offset, int sizeBytes) => Read(Pas.NonSecure, offset, sizeBytes);

    /// <inheritdoc/>
    void IMmioDevice.Write(ulong offset, int sizeBytes, ulong value) => Write(Pas.NonSecure, offset, sizeBytes, value);
}
