using CcaEmu.Arm.Formats;

namespace CcaEmu.Cli.Options;

/// <summary>The host's page size: <c>--host-page-size</c>.</summary>
internal static class PageSize
{
    /// <summary>Reads 4k, 16k or 64k.</summary>
    public static NamedChoice<TranslationGranule> Names { get; } =
        new(("4k", TranslationGranule.Size4K), ("16k", TranslationGranule.Size16K), ("64k", TranslationGranule.Size64K));
}
