namespace CcaEmu.Memory;

/// <summary>Someone who follows the bytes of RAM through every door, for checks.</summary>
/// <remarks>
/// It hears of what goes through <see cref="GranuleProtection"/>: managed layers, devices, and accesses of a PE that miss its fast TLB. An access that a fast
/// TLB entry serves is not told, so that listening, or not, changes nothing on that path.
/// </remarks>
public interface IMemoryObserver
{
    /// <summary>Bytes are about to be written; all in one granule.</summary>
    /// <param name="door">Through which door.</param>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="sizeBytes">How many bytes.</param>
    /// <param name="old">What stands there; empty where RAM was never touched, which is zeros.</param>
    /// <param name="source">What will; empty where the range is wiped with zeros.</param>
    void BeforeWrite(GranuleProtection door, PhysicalAddress address, int sizeBytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> source);

    /// <summary>Bytes have been read; all in one granule.</summary>
    /// <param name="door">Through which door.</param>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="bytes">What was read.</param>
    void AfterRead(GranuleProtection door, PhysicalAddress address, ReadOnlySpan<byte> bytes);
}
