using CcaEmu.Cpu;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>TLB maintenance that a guest has left out, as a run with strict TLBs shows it.</summary>
/// <remarks>Arm ARM, D8.17 "TLB maintenance".</remarks>
internal static class GuestTlbCauses
{
    // The stale translation that the fault met, else the first that leads elsewhere: one that only has fewer rights now, and is used by an access
    // that has them, does no harm (a kernel that turns its MMU on meets such).
    public static Finding? MissingTlbi(CaseFile file) => Stale(file) is { } stale
        ? new Finding(
            IsHarmless(stale) ? 50 : stale.BreaksBeforeMake ? 80 : 94,
            Of($"a translation was used that the tables no longer give: VA 0x{stale.Va:X} at {file.Place(stale.Pc)}"),
            Of($"execute {stale.MissingTlbi} between the change and the access; in order: store, DSB ISHST, TLBI (Inner Shareable, for the other CPUs), DSB ISH, ISB"),
            $"{stale}")
        : null;

    private static StaleTranslation? Stale(CaseFile file)
    {
        StaleTranslation[] guests = [.. file.StaleTranslations.Where(stale => stale.Fault is not { IsFault: true, Stage: 2 })];
        foreach (Func<StaleTranslation, bool> suits in new Func<StaleTranslation, bool>[] { stale => stale.Pc == file.Fault?.PC, stale => !IsHarmless(stale), _ => true })
        {
            if (guests.Any(suits))
                return guests.First(suits);
        }
        return null;
    }

    internal static bool IsHarmless(in StaleTranslation stale) => !stale.Fault.IsFault && stale.Old == stale.New;

    public static Finding? BreakBeforeMake(CaseFile file)
    {
        foreach (StaleTranslation stale in file.StaleTranslations)
        {
            if (!stale.BreaksBeforeMake)
                continue;
            return new Finding(
                95, Of($"a valid translation was replaced by another valid one: VA 0x{stale.Va:X} at {file.Place(stale.Pc)}"),
                Of($"break before make: write an invalid descriptor, DSB ISHST, {stale.MissingTlbi}, DSB ISH, then the new descriptor, DSB ISHST, ISB"), $"{stale}");
        }
        return null;
    }
}
