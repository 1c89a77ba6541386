using CcaEmu.Arm.A64;
using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Campaign.Transcription;

/// <summary>
/// The encodings that have cases against a second transcription, and how many. The tests draw their cases from here, so that what is counted is
/// what runs.
/// </summary>
internal static class TranscriptionTable
{
    private static readonly (TranscriptionGroup Group, int Cases, A64Op[] Ops)[] Lines =
    [
        (TranscriptionGroup.OneSource, 80, [ABS, CNT, CTZ]),
        (TranscriptionGroup.MinMax, 80, [SMAX_reg, SMIN_reg, UMAX_reg, UMIN_reg, SMAX_imm, SMIN_imm, UMAX_imm, UMIN_imm]),
        (TranscriptionGroup.HintedBranch, 512, [BC_cond]),
        (TranscriptionGroup.FlagConversion, 32, [XAFLAG, AXFLAG]),
        (TranscriptionGroup.OrderedPair, 160, [LDIAPP, LDIAPP_post, STILP, STILP_pre]),
        (TranscriptionGroup.OrderedWriteback, 80, [LDAPR_post, STLR_pre]),
        (TranscriptionGroup.SimdOrdered, 200, [LDAPUR_SIMD, STLUR_SIMD]),
        (TranscriptionGroup.SimdOrderedElement, 80, [LDAP1, STL1]),
        (TranscriptionGroup.MemoryOperation, 400, [CPYFP, CPYFM, CPYFE, SETP, SETM, SETE, CPYP, CPYM, CPYE]),
        (TranscriptionGroup.LimitedOrdering, 64, [LDLARB, LDLARH, LDLAR, STLLRB, STLLRH, STLLR]),
        (TranscriptionGroup.PacSign, 70,
        [
            PACIA, PACIB, PACDA, PACDB, PACIZA, PACIZB, PACDZA, PACDZB, PACIASP, PACIBSP, PACIAZ, PACIBZ, PACIA1716, PACIB1716,
        ]),
        (TranscriptionGroup.PacAuthenticate, 70,
        [
            AUTIA, AUTIB, AUTDA, AUTDB, AUTIZA, AUTIZB, AUTDZA, AUTDZB, AUTIASP, AUTIBSP, AUTIAZ, AUTIBZ, AUTIA1716, AUTIB1716,
        ]),
        (TranscriptionGroup.PacStrip, 70, [XPACI, XPACD, XPACLRI]),
        (TranscriptionGroup.PacGeneric, 70, [PACGA]),
        (TranscriptionGroup.PacBranch, 70, [BRAA, BRAB, BLRAA, BLRAB, BRAAZ, BRABZ, BLRAAZ, BLRABZ, RETAA, RETAB]),
        (TranscriptionGroup.PacExceptionReturn, 70, [ERETAA, ERETAB]),
        (TranscriptionGroup.PacLoad, 70, [LDRAA_off, LDRAA_pre, LDRAB_off, LDRAB_pre]),
    ];

    /// <summary>The encodings of a group: a source of test cases.</summary>
    public static IEnumerable<A64Op> OpsOf(TranscriptionGroup group) => Lines.Single(line => line.Group == group).Ops;

    /// <summary>How many cases an encoding has.</summary>
    public static int CasesOf(A64Op op) => Lines.Where(line => line.Ops.Contains(op)).Sum(line => line.Cases);

    /// <summary>The cases of an encoding, each with what it is drawn from.</summary>
    public static IEnumerable<TranscriptionCase> Draw(A64Op op)
    {
        var random = new Random(op.ToString().Aggregate(17, (hash, letter) => unchecked(hash * 31 + letter)));
        return Enumerable.Range(0, CasesOf(op)).Select(number => new TranscriptionCase(number, random));
    }
}
