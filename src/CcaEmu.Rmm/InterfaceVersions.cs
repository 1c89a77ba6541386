using CcaEmu.Arm.Smccc;

namespace CcaEmu.Rmm;

/// <summary>The version negotiation that RMI_VERSION and RSI_VERSION share.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), commands RMI_VERSION and RSI_VERSION.</remarks>
internal static class InterfaceVersions
{
    /// <summary>Answers a request.</summary>
    /// <param name="request">X1: the version the caller was made for.</param>
    /// <param name="supported">Supported revisions, ascending, at least one.</param>
    /// <param name="lower">A revision the caller can use, or the next best below, or the highest.</param>
    /// <param name="higher">The highest supported revision.</param>
    /// <returns>Whether the request can be met.</returns>
    public static bool Negotiate(
        ulong request, IReadOnlyList<InterfaceVersion> supported, out InterfaceVersion lower, out InterfaceVersion higher)
    {
        var requested = InterfaceVersion.Decode(request);
        higher = supported[^1];
        lower = higher;
        if (request >> 31 != 0)
            return false;
        // By index: going through an interface's enumerator allocates.
        for (int i = 0; i < supported.Count; i++)
        {
            if (supported[i].IsCompatibleWith(requested))
            {
                lower = requested;
                return true;
            }
        }
        for (int i = 0; i < supported.Count; i++)
        {
            if (supported[i].CompareTo(requested) < 0)
                lower = supported[i];
        }
        return false;
    }
}
