using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>What the exceptions of a run say about why it failed.</summary>
/// <param name="First">The first abnormal exception that can have mattered, or null when there was none.</param>
/// <param name="Cause">Why it happened and by which evidence, or null when the exception says all there is to say.</param>
/// <param name="Advice">What to change and on whose side, or null when nothing certain can be said.</param>
public sealed record FaultVerdict(ExceptionRecord? First, string? Cause, string? Advice)
{
    /// <summary>Judges a run by its exceptions.</summary>
    /// <param name="history">The exceptions of the run.</param>
    /// <remarks>
    /// What a Realm took at its own EL1 comes first, then what the granule protection check refused anybody, then the last thing that
    /// the RMM was entered for on the Realm's behalf.
    /// </remarks>
    public static FaultVerdict Of(ExceptionHistory history)
    {
        ExceptionRecord? first = FirstAbnormal(history.To(SecurityState.Realm, ExceptionLevel.EL1))
            ?? FirstAbnormal(history.To(SecurityState.Root, ExceptionLevel.EL3))
            ?? FirstAbnormal(history.To(SecurityState.NonSecure, ExceptionLevel.EL2))
            ?? LastAbnormal(history.To(SecurityState.Realm, ExceptionLevel.EL2));
        if (first is not { } fault)
            return new FaultVerdict(null, null, null);
        (string? cause, string? advice) = FaultExplanation.Of(fault);
        return new FaultVerdict(first, cause, advice);
    }

    private static ExceptionRecord? FirstAbnormal(ExceptionWindow window) =>
        window.Kept.Select(record => (ExceptionRecord?)record).FirstOrDefault(record => !record!.Value.IsOrdinary);

    private static ExceptionRecord? LastAbnormal(ExceptionWindow window) =>
        window.Kept.Select(record => (ExceptionRecord?)record).LastOrDefault(record => !record!.Value.IsOrdinary);
}
