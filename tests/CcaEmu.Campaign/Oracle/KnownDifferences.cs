using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Oracle;

/// <summary>Where QEMU 7.2 does not do what the manual says, each with the section that says it. Everything else must agree.</summary>
internal static class KnownDifferences
{
    private static readonly (Func<Mismatch, bool> Applies, string Reason)[] List =
    [
        (KeepsLenAndStride, "FPCR, Floating-point Control Register: Len and Stride are RAZ/WI where AArch32's FPSCR has them so; QEMU keeps them, we have no AArch32"),
    ];

    /// <summary>FPCR.Stride and FPCR.Len.</summary>
    private const ulong LenAndStride = 3UL << 20 | 7UL << 16;

    /// <summary>Why QEMU's result is not to be followed; null when it is.</summary>
    public static string? ReasonFor(Mismatch mismatch) =>
        mismatch.Op == A64Op.Undefined ? null : List.FirstOrDefault(entry => entry.Applies(mismatch)).Reason;

    private static bool KeepsLenAndStride(Mismatch mismatch)
    {
        ulong[] expected = [.. mismatch.Expected];
        expected[CaseState.Fpcr] &= ~LenAndStride;
        return mismatch.Op == A64Op.MSR_reg && expected.AsSpan().SequenceEqual(mismatch.Actual);
    }
}
