using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Oracle;

/// <summary>Where QEMU 7.2 does not do what the manual says, each with the section that says it. Everything else must agree.</summary>
internal static class KnownDifferences
{
    private static readonly (A64Op[] Lines, Func<Mismatch, bool> Applies, string Reason)[] List =
    [
        ([A64Op.MSR_reg], KeepsAArch32Fields, "FPCR, Floating-point Control Register: Len and Stride are RAZ/WI where AArch32's FPSCR has them so; FPSR: N, Z, C and V are AArch32's. QEMU has AArch32, we do not"),
        ([A64Op.FJCVTZS], IsExactnessOfFlushedDenormal, "J1.3 FPToFixedJS: a denormal that FPCR.FZ flushes is not converted exactly, so that Z is 0"),
        ([A64Op.FCVTZS_scalar_fixed_H], IsSignExtendedToSingle, "C7.2 FCVTZS (vector, fixed-point): V[d, 16] takes the result, which clears the rest; QEMU leaves 32 bits with the sign"),
    ];

    /// <summary>FPCR.Stride and FPCR.Len.</summary>
    private const ulong LenAndStride = 3UL << 20 | 7UL << 16;

    /// <summary>FPSR.{N, Z, C, V}.</summary>
    private const ulong AArch32Flags = 0xFUL << 28;

    /// <summary>Why QEMU's result is not to be followed; null when it is.</summary>
    public static string? ReasonFor(Mismatch mismatch) =>
        List.FirstOrDefault(entry => entry.Lines.Contains(mismatch.Op) && entry.Applies(mismatch)).Reason;

    /// <summary>Whether QEMU is wrong for some cases of a line, so that a program that has it cannot be compared.</summary>
    public static bool Concerns(A64Op op) => List.Any(entry => entry.Lines.Contains(op));

    private static bool KeepsAArch32Fields(Mismatch mismatch)
    {
        ulong[] expected = [.. mismatch.Expected];
        expected[CaseState.Fpcr] &= ~LenAndStride;
        expected[CaseState.Fpsr] &= ~AArch32Flags;
        return expected.AsSpan().SequenceEqual(mismatch.Actual);
    }

    private static bool IsSignExtendedToSingle(Mismatch m)
    {
        int destination = CaseState.V + 2 * (int)(m.Words[0] & 31);
        ulong[] expected = [.. m.Expected];
        expected[destination] &= 0xFFFF;
        return m.Expected[destination] == (uint)(short)expected[destination] && expected.AsSpan().SequenceEqual(m.Actual);
    }

    private static bool IsExactnessOfFlushedDenormal(Mismatch m)
    {
        if ((m.Input[CaseState.Fpcr] & 1 << 24) == 0)
            return false;
        ulong operand = m.Input[CaseState.V + 2 * (int)(m.Words[0] >> 5 & 31)] & long.MaxValue;
        ulong[] withoutZ = [.. m.Expected];
        withoutZ[CaseState.Nzcv] = 0;
        return operand is > 0 and < 1UL << 52 && m.Actual.AsSpan().SequenceEqual(withoutZ);
    }
}
