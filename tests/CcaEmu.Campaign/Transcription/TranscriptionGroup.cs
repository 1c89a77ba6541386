namespace CcaEmu.Campaign.Transcription;

/// <summary>Encodings that one test of CcaEmu.Cpu.Tests holds to a second transcription of the manual's pseudocode.</summary>
internal enum TranscriptionGroup
{
    /// <summary>ABS, CNT, CTZ.</summary>
    OneSource,

    /// <summary>SMAX, SMIN, UMAX, UMIN.</summary>
    MinMax,

    /// <summary>BC.cond.</summary>
    HintedBranch,

    /// <summary>XAFLAG, AXFLAG.</summary>
    FlagConversion,

    /// <summary>LDIAPP, STILP.</summary>
    OrderedPair,

    /// <summary>LDAPR and STLR with writeback.</summary>
    OrderedWriteback,

    /// <summary>LDAPUR, STLUR (SIMD&amp;FP).</summary>
    SimdOrdered,

    /// <summary>LDAP1, STL1.</summary>
    SimdOrderedElement,

    /// <summary>CPY*, SET*.</summary>
    MemoryOperation,

    /// <summary>LDLAR, STLLR and their bytes and halfwords.</summary>
    LimitedOrdering,

    /// <summary>PAC* of pointers.</summary>
    PacSign,

    /// <summary>AUT*.</summary>
    PacAuthenticate,

    /// <summary>XPAC*.</summary>
    PacStrip,

    /// <summary>PACGA.</summary>
    PacGeneric,

    /// <summary>BRA*, BLRA*, RETA*.</summary>
    PacBranch,

    /// <summary>ERETA*.</summary>
    PacExceptionReturn,

    /// <summary>LDRA*.</summary>
    PacLoad,
}
