using CcaEmu.Arm.Formats;

namespace CcaEmu.Arm.Rmi;

/// <summary>The granule size as RmiRmmConfig encodes it.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiGranuleSize.</remarks>
public static class RmiGranuleSizes
{
    /// <summary>Reads the encoding.</summary>
    /// <param name="encoding">0, 1 or 2.</param>
    /// <param name="granule">The granule.</param>
    /// <returns>False for any other value.</returns>
    public static bool TryDecode(ulong encoding, out TranslationGranule granule)
    {
        granule = encoding switch
        {
            0 => TranslationGranule.Size4K,
            1 => TranslationGranule.Size16K,
            2 => TranslationGranule.Size64K,
            _ => default,
        };
        return granule != default;
    }

    /// <summary>Writes the encoding.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>0, 1 or 2.</returns>
    public static byte Encode(TranslationGranule granule) => granule switch
    {
        TranslationGranule.Size16K => 1,
        TranslationGranule.Size64K => 2,
        _ => 0,
    };

    /// <summary>The size of a tracking region.</summary>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="encoding">The encoding of RmiRmmConfig.tracking_region_size.</param>
    /// <param name="sizeBytes">The size in bytes.</param>
    /// <returns>False when the granule has no region size of that encoding.</returns>
    public static bool TryDecodeTrackingRegion(TranslationGranule granule, ulong encoding, out ulong sizeBytes)
    {
        sizeBytes = (granule, encoding) switch
        {
            (TranslationGranule.Size4K, 0) => 1UL << 30,
            (TranslationGranule.Size16K, 0) => 32UL << 20,
            (TranslationGranule.Size16K, 1) => 64UL << 30,
            (TranslationGranule.Size64K, 0) => 512UL << 20,
            (TranslationGranule.Size64K, 1) => 4UL << 40,
            _ => 0,
        };
        return sizeBytes != 0;
    }
}
