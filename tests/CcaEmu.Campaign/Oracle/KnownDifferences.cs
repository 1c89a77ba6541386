using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Oracle;

/// <summary>Where QEMU 7.2 does not do what the manual says, each with the section that says it. Everything else must agree.</summary>
internal static class KnownDifferences
{
    private static readonly (Func<Mismatch, bool> Applies, string Reason)[] List =
    [
        (IsExactnessOfFlushedDenormal, "J1.3 FPToFixedJS: a denormal that FPCR.FZ flushes is not converted exactly, so that Z is 0"),
    ];

    /// <summary>Why QEMU's result is not to be followed; null when it is.</summary>
    public static string? ReasonFor(Mismatch mismatch) =>
        mismatch.Op == A64Op.Undefined ? null : List.FirstOrDefault(entry => entry.Applies(mismatch)).Reason;

    private static bool IsExactnessOfFlushedDenormal(Mismatch m)
    {
        if (m.Op != A64Op.FJCVTZS || (m.Input[CaseState.Fpcr] & 1 << 24) == 0)
            return false;
        ulong operand = m.Input[CaseState.V + 2 * (int)(m.Words[0] >> 5 & 31)] & long.MaxValue;
        ulong[] withoutZ = [.. m.Expected];
        withoutZ[CaseState.Nzcv] = 0;
        return operand is > 0 and < 1UL << 52 && m.Actual.AsSpan().SequenceEqual(withoutZ);
    }
}
