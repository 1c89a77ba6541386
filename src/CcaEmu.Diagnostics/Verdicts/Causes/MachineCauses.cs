using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Worlds;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What the machine below all software does.</summary>
internal static class MachineCauses
{
    /// <remarks>Arm ARM, "Asynchronous exception types"; RMM specification (DEN0137), section "REC exit due to SError".</remarks>
    public static Finding? SystemError(CaseFile file)
    {
        if (First(file) is not { } error)
            return null;
        bool isGuests = file.Fault?.Record.Type == ExceptionType.SError;
        bool isHarmless = !isGuests && (error.Syndrome.Value & ESR_ELx.IDS) == 0 && ESR_ELx.AET.Get(error.Syndrome.Value) != 0;
        string where = WorldNames.Of(error.SourceState, error.Source);
        return new Finding(
            isHarmless ? 20 : 98,
            Of($"an SError: an error that the memory system or a device reported behind the access that led to it, while PE{error.PeIndex} was at {where}{(isGuests ? "; the guest was given it, and has not handled it" : "")}"),
            "it is no instruction of guest, host or RMM that failed: look for the memory or the device behind it (uncorrected ECC errors, a bus that refuses writes), and at the error records (ERR<n>STATUS) where the machine has them",
            error.Cause, Of($"noticed at {file.Place(error.ReturnAddress)}: that is not where it came from"),
            "ruled out: a synchronous external abort, which names instruction and address",
            isHarmless ? "it was contained: what it reached could go on" : "who took it could not go on behind it");
    }

    private static ExceptionRecord? First(CaseFile file)
    {
        ExceptionRecord? first = null;
        foreach ((SecurityState state, ExceptionLevel level) in new[]
        {
            (SecurityState.Root, ExceptionLevel.EL3), (SecurityState.Realm, ExceptionLevel.EL2), (SecurityState.NonSecure, ExceptionLevel.EL2),
            (SecurityState.Realm, ExceptionLevel.EL1), (SecurityState.NonSecure, ExceptionLevel.EL1),
        })
        {
            foreach (ExceptionRecord taken in file.Exceptions.To(state, level).Kept.Where(taken => taken.Type == ExceptionType.SError))
                first = first is { } earlier && earlier.Number < taken.Number ? first : taken;
        }
        return first;
    }
}
