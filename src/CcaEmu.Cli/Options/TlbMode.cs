namespace CcaEmu.Cli.Options;

/// <summary>How PEs use their TLBs: <c>--tlb</c>.</summary>
internal enum TlbMode
{
    /// <summary>Fast: translations are used until something drops them.</summary>
    Fast,

    /// <summary>Strict: every access is translated afresh, and reported where a real TLB could have answered differently.</summary>
    Strict,
}
