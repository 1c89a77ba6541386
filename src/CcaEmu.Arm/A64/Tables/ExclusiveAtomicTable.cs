using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The exclusive, ordered and atomic encodings of the group Loads and Stores.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Loads and Stores: exclusive, ordered, compare and swap, atomic memory operations.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class ExclusiveAtomicTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Load/store exclusive register
        new(STXRB, "stxrb", "STXRB", "00001000 000sssss 0xxxxxnn nnnttttt", "Ws Wt MemBase"),
        new(STLXRB, "stlxrb", "STLXRB", "00001000 000sssss 1xxxxxnn nnnttttt", "Ws Wt MemBase"),
        new(LDXRB, "ldxrb", "LDXRB", "00001000 010xxxxx 0xxxxxnn nnnttttt", "Wt MemBase"),
        new(LDAXRB, "ldaxrb", "LDAXRB", "00001000 010xxxxx 1xxxxxnn nnnttttt", "Wt MemBase"),
        new(STXRH, "stxrh", "STXRH", "01001000 000sssss 0xxxxxnn nnnttttt", "Ws Wt MemBase"),
        new(STLXRH, "stlxrh", "STLXRH", "01001000 000sssss 1xxxxxnn nnnttttt", "Ws Wt MemBase"),
        new(LDXRH, "ldxrh", "LDXRH", "01001000 010xxxxx 0xxxxxnn nnnttttt", "Wt MemBase"),
        new(LDAXRH, "ldaxrh", "LDAXRH", "01001000 010xxxxx 1xxxxxnn nnnttttt", "Wt MemBase"),
        new(STXR, "stxr", "STXR", "1f001000 000sssss 0xxxxxnn nnnttttt", "Ws Rt MemBase"),
        new(STLXR, "stlxr", "STLXR", "1f001000 000sssss 1xxxxxnn nnnttttt", "Ws Rt MemBase"),
        new(LDXR, "ldxr", "LDXR", "1f001000 010xxxxx 0xxxxxnn nnnttttt", "Rt MemBase"),
        new(LDAXR, "ldaxr", "LDAXR", "1f001000 010xxxxx 1xxxxxnn nnnttttt", "Rt MemBase"),

        // Load/store exclusive pair
        new(STXP, "stxp", "STXP", "1f001000 001sssss 0uuuuunn nnnttttt", "Ws Rt Rt2 MemBase"),
        new(STLXP, "stlxp", "STLXP", "1f001000 001sssss 1uuuuunn nnnttttt", "Ws Rt Rt2 MemBase"),
        new(LDXP, "ldxp", "LDXP", "1f001000 011xxxxx 0uuuuunn nnnttttt", "Rt Rt2 MemBase"),
        new(LDAXP, "ldaxp", "LDAXP", "1f001000 011xxxxx 1uuuuunn nnnttttt", "Rt Rt2 MemBase"),

        // Load/store ordered
        new(STLLRB, "stllrb", "STLLRB", "00001000 100xxxxx 0xxxxxnn nnnttttt", "Wt MemBase", feature: Feature.FEAT_LOR),
        new(STLRB, "stlrb", "STLRB", "00001000 100xxxxx 1xxxxxnn nnnttttt", "Wt MemBase"),
        new(LDLARB, "ldlarb", "LDLARB", "00001000 110xxxxx 0xxxxxnn nnnttttt", "Wt MemBase", feature: Feature.FEAT_LOR),
        new(LDARB, "ldarb", "LDARB", "00001000 110xxxxx 1xxxxxnn nnnttttt", "Wt MemBase"),
        new(STLLRH, "stllrh", "STLLRH", "01001000 100xxxxx 0xxxxxnn nnnttttt", "Wt MemBase", feature: Feature.FEAT_LOR),
        new(STLRH, "stlrh", "STLRH", "01001000 100xxxxx 1xxxxxnn nnnttttt", "Wt MemBase"),
        new(LDLARH, "ldlarh", "LDLARH", "01001000 110xxxxx 0xxxxxnn nnnttttt", "Wt MemBase", feature: Feature.FEAT_LOR),
        new(LDARH, "ldarh", "LDARH", "01001000 110xxxxx 1xxxxxnn nnnttttt", "Wt MemBase"),
        new(STLLR, "stllr", "STLLR", "1f001000 100xxxxx 0xxxxxnn nnnttttt", "Rt MemBase", feature: Feature.FEAT_LOR),
        new(STLR, "stlr", "STLR", "1f001000 100xxxxx 1xxxxxnn nnnttttt", "Rt MemBase"),
        new(LDLAR, "ldlar", "LDLAR", "1f001000 110xxxxx 0xxxxxnn nnnttttt", "Rt MemBase", feature: Feature.FEAT_LOR),
        new(LDAR, "ldar", "LDAR", "1f001000 110xxxxx 1xxxxxnn nnnttttt", "Rt MemBase"),

        // Compare and swap
        new(CASB, "cas^b", "CASB, CASAB, CASALB, CASLB", "00001000 1A1sssss L11111nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(CASH, "cas^h", "CASH, CASAH, CASALH, CASLH", "01001000 1A1sssss L11111nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(CAS, "cas^", "CAS, CASA, CASAL, CASL", "1f001000 1A1sssss L11111nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),

        // Compare and swap pair
        new(CASP, "casp^", "CASP, CASPA, CASPAL, CASPL", "0f001000 0A1sssss L11111nn nnnttttt", "Rs RsNext Rt RtNext MemBase", feature: Feature.FEAT_LSE, constraint: A64Constraint.EvenPair),

        // Atomic memory operations
        new(LDADDB, "ldadd^b", "LDADDB, LDADDAB, LDADDALB, LDADDLB", "00111000 AL1sssss 000000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDADDH, "ldadd^h", "LDADDH, LDADDAH, LDADDALH, LDADDLH", "01111000 AL1sssss 000000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDADD, "ldadd^", "LDADD, LDADDA, LDADDAL, LDADDL", "1f111000 AL1sssss 000000nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDCLRB, "ldclr^b", "LDCLRB, LDCLRAB, LDCLRALB, LDCLRLB", "00111000 AL1sssss 000100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDCLRH, "ldclr^h", "LDCLRH, LDCLRAH, LDCLRALH, LDCLRLH", "01111000 AL1sssss 000100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDCLR, "ldclr^", "LDCLR, LDCLRA, LDCLRAL, LDCLRL", "1f111000 AL1sssss 000100nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDEORB, "ldeor^b", "LDEORB, LDEORAB, LDEORALB, LDEORLB", "00111000 AL1sssss 001000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDEORH, "ldeor^h", "LDEORH, LDEORAH, LDEORALH, LDEORLH", "01111000 AL1sssss 001000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDEOR, "ldeor^", "LDEOR, LDEORA, LDEORAL, LDEORL", "1f111000 AL1sssss 001000nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDSETB, "ldset^b", "LDSETB, LDSETAB, LDSETALB, LDSETLB", "00111000 AL1sssss 001100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDSETH, "ldset^h", "LDSETH, LDSETAH, LDSETALH, LDSETLH", "01111000 AL1sssss 001100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDSET, "ldset^", "LDSET, LDSETA, LDSETAL, LDSETL", "1f111000 AL1sssss 001100nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDSMAXB, "ldsmax^b", "LDSMAXB, LDSMAXAB, LDSMAXALB, LDSMAXLB", "00111000 AL1sssss 010000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDSMAXH, "ldsmax^h", "LDSMAXH, LDSMAXAH, LDSMAXALH, LDSMAXLH", "01111000 AL1sssss 010000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDSMAX, "ldsmax^", "LDSMAX, LDSMAXA, LDSMAXAL, LDSMAXL", "1f111000 AL1sssss 010000nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDSMINB, "ldsmin^b", "LDSMINB, LDSMINAB, LDSMINALB, LDSMINLB", "00111000 AL1sssss 010100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDSMINH, "ldsmin^h", "LDSMINH, LDSMINAH, LDSMINALH, LDSMINLH", "01111000 AL1sssss 010100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDSMIN, "ldsmin^", "LDSMIN, LDSMINA, LDSMINAL, LDSMINL", "1f111000 AL1sssss 010100nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDUMAXB, "ldumax^b", "LDUMAXB, LDUMAXAB, LDUMAXALB, LDUMAXLB", "00111000 AL1sssss 011000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDUMAXH, "ldumax^h", "LDUMAXH, LDUMAXAH, LDUMAXALH, LDUMAXLH", "01111000 AL1sssss 011000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDUMAX, "ldumax^", "LDUMAX, LDUMAXA, LDUMAXAL, LDUMAXL", "1f111000 AL1sssss 011000nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDUMINB, "ldumin^b", "LDUMINB, LDUMINAB, LDUMINALB, LDUMINLB", "00111000 AL1sssss 011100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDUMINH, "ldumin^h", "LDUMINH, LDUMINAH, LDUMINALH, LDUMINLH", "01111000 AL1sssss 011100nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(LDUMIN, "ldumin^", "LDUMIN, LDUMINA, LDUMINAL, LDUMINL", "1f111000 AL1sssss 011100nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(SWPB, "swp^b", "SWPB, SWPAB, SWPALB, SWPLB", "00111000 AL1sssss 100000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(SWPH, "swp^h", "SWPH, SWPAH, SWPALH, SWPLH", "01111000 AL1sssss 100000nn nnnttttt", "Ws Wt MemBase", feature: Feature.FEAT_LSE),
        new(SWP, "swp^", "SWP, SWPA, SWPAL, SWPL", "1f111000 AL1sssss 100000nn nnnttttt", "Rs Rt MemBase", feature: Feature.FEAT_LSE),
        new(LDAPRB, "ldaprb", "LDAPRB", "00111000 101xxxxx 110000nn nnnttttt", "Wt MemBase", feature: Feature.FEAT_LRCPC),
        new(LDAPRH, "ldaprh", "LDAPRH", "01111000 101xxxxx 110000nn nnnttttt", "Wt MemBase", feature: Feature.FEAT_LRCPC),
        new(LDAPR, "ldapr", "LDAPR", "1f111000 101xxxxx 110000nn nnnttttt", "Rt MemBase", feature: Feature.FEAT_LRCPC),

        // Load/store ordered (unscaled immediate)
        new(STLURB, "stlurb", "STLURB", "00011001 000iiiii iiii00nn nnnttttt", "Wt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(LDAPURB, "ldapurb", "LDAPURB", "00011001 010iiiii iiii00nn nnnttttt", "Wt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(LDAPURSB, "ldapursb", "LDAPURSB", "00011001 1F0iiiii iiii00nn nnnttttt", "Rt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(STLURH, "stlurh", "STLURH", "01011001 000iiiii iiii00nn nnnttttt", "Wt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(LDAPURH, "ldapurh", "LDAPURH", "01011001 010iiiii iiii00nn nnnttttt", "Wt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(LDAPURSH, "ldapursh", "LDAPURSH", "01011001 1F0iiiii iiii00nn nnnttttt", "Rt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(STLUR, "stlur", "STLUR", "1f011001 000iiiii iiii00nn nnnttttt", "Rt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(LDAPUR, "ldapur", "LDAPUR", "1f011001 010iiiii iiii00nn nnnttttt", "Rt MemUnscaled", feature: Feature.FEAT_LRCPC2),
        new(LDAPURSW, "ldapursw", "LDAPURSW", "10011001 100iiiii iiii00nn nnnttttt", "Xt MemUnscaled", feature: Feature.FEAT_LRCPC2),

        // Load/store ordered (writeback)
        new(STLR_pre, "stlr", "STLR", "1f011001 10000000 000010nn nnnttttt", "Rt MemPreDown", feature: Feature.FEAT_LRCPC3),
        new(LDAPR_post, "ldapr", "LDAPR", "1f011001 11000000 000010nn nnnttttt", "Rt MemPostUp", feature: Feature.FEAT_LRCPC3),

        // Load/store ordered register pair
        new(STILP_pre, "stilp", "STILP", "1f011001 000mmmmm 000010nn nnnttttt", "Rt Rm MemPreDownPair", feature: Feature.FEAT_LRCPC3),
        new(STILP, "stilp", "STILP", "1f011001 000mmmmm 000110nn nnnttttt", "Rt Rm MemBase", feature: Feature.FEAT_LRCPC3),
        new(LDIAPP_post, "ldiapp", "LDIAPP", "1f011001 010mmmmm 000010nn nnnttttt", "Rt Rm MemPostUpPair", feature: Feature.FEAT_LRCPC3),
        new(LDIAPP, "ldiapp", "LDIAPP", "1f011001 010mmmmm 000110nn nnnttttt", "Rt Rm MemBase", feature: Feature.FEAT_LRCPC3),

        // Memory Copy and Memory Set
        new(CPYFP, "cpyfp%", "CPYFP, CPYFM, CPYFE and its options WT, RT, T, WN, RN, N", "00011001 000sssss OOOO01nn nnnddddd", "CopyTo CopyFrom CopySize", feature: Feature.FEAT_MOPS),
        new(CPYFM, "cpyfm%", "CPYFP, CPYFM, CPYFE and its options WT, RT, T, WN, RN, N", "00011001 010sssss OOOO01nn nnnddddd", "CopyTo CopyFrom CopySize", feature: Feature.FEAT_MOPS),
        new(CPYFE, "cpyfe%", "CPYFP, CPYFM, CPYFE and its options WT, RT, T, WN, RN, N", "00011001 100sssss OOOO01nn nnnddddd", "CopyTo CopyFrom CopySize", feature: Feature.FEAT_MOPS),
        new(SETP, "setp%", "SETP, SETM, SETE and their options T, N", "00011001 110sssss 00OO01nn nnnddddd", "CopyTo CopySize Xs", feature: Feature.FEAT_MOPS),
        new(SETM, "setm%", "SETP, SETM, SETE and their options T, N", "00011001 110sssss 01OO01nn nnnddddd", "CopyTo CopySize Xs", feature: Feature.FEAT_MOPS),
        new(SETE, "sete%", "SETP, SETM, SETE and their options T, N", "00011001 110sssss 10OO01nn nnnddddd", "CopyTo CopySize Xs", feature: Feature.FEAT_MOPS),
        new(CPYP, "cpyp%", "CPYP, CPYM, CPYE and their options WT, RT, T, WN, RN, N", "00011101 000sssss OOOO01nn nnnddddd", "CopyTo CopyFrom CopySize", feature: Feature.FEAT_MOPS),
        new(CPYM, "cpym%", "CPYP, CPYM, CPYE and their options WT, RT, T, WN, RN, N", "00011101 010sssss OOOO01nn nnnddddd", "CopyTo CopyFrom CopySize", feature: Feature.FEAT_MOPS),
        new(CPYE, "cpye%", "CPYP, CPYM, CPYE and their options WT, RT, T, WN, RN, N", "00011101 100sssss OOOO01nn nnnddddd", "CopyTo CopyFrom CopySize", feature: Feature.FEAT_MOPS),
    ];
}
