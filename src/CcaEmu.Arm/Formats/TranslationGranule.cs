namespace CcaEmu.Arm.Formats;

/// <summary>Size of the pages and tables of a translation; the value is log2 of the size in bytes.</summary>
/// <remarks>
/// Registers encode it in several ways (TCR.TG0, TCR.TG1, RMI); see <see cref="TranslationGranules"/>.
/// Arm ARM (DDI 0487), section "Translation granules".
/// </remarks>
public enum TranslationGranule : byte
{
    /// <summary>4 KiB: 9 bits per level.</summary>
    Size4K = 12,

    /// <summary>16 KiB: 11 bits per level.</summary>
    Size16K = 14,

    /// <summary>64 KiB: 13 bits per level.</summary>
    Size64K = 16,
}
