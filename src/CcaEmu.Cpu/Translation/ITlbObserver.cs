namespace CcaEmu.Cpu;

/// <summary>Someone who hears of accesses that a real TLB could have answered differently.</summary>
public interface ITlbObserver
{
    /// <summary>An access met another translation than one that no TLBI has dropped since it was used.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="stale">What was known, what is true now, and which maintenance would have dropped the old one.</param>
    void OnStaleTranslation(ProcessingElement pe, in StaleTranslation stale);
}
