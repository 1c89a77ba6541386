namespace CcaEmu.Memory;

/// <summary>What every memory-mapped device offers: reads and writes inside its window.</summary>
/// <remarks>
/// Both are called with naturally aligned offsets only. A device never throws for what software does to it:
/// a register that does not exist reads as zero and ignores writes unless its specification says otherwise.
/// </remarks>
public interface IMmioDevice
{
    /// <summary>Reads a register.</summary>
    /// <param name="offset">Byte offset in the window, aligned to <paramref name="sizeBytes"/>.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <returns>The value, zero extended.</returns>
    ulong Read(ulong offset, int sizeBytes);

    /// <summary>Writes a register.</summary>
    /// <param name="offset">Byte offset in the window, aligned to <paramref name="sizeBytes"/>.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <param name="value">The value in the low bits.</param>
    void Write(ulong offset, int sizeBytes, ulong value);
}
