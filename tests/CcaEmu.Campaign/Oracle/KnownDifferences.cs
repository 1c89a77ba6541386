using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Oracle;

/// <summary>Where QEMU 7.2 does not do what the manual says, each with the section that says it. Everything else must agree.</summary>
internal static class KnownDifferences
{
    private static readonly (Func<Mismatch, bool> Applies, string Reason)[] List = [];

    /// <summary>Why QEMU's result is not to be followed; null when it is.</summary>
    public static string? ReasonFor(Mismatch mismatch) =>
        mismatch.Op == A64Op.Undefined ? null : List.FirstOrDefault(entry => entry.Applies(mismatch)).Reason;
}
