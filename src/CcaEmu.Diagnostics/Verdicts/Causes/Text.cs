using System.Globalization;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>How recognisers write numbers.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
