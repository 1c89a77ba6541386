using CcaEmu.Arm.Registers;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Exception vectors that cannot be fetched, and handlers that fault themselves: both hide the exception that came first.</summary>
/// <remarks>Arm ARM, D1.3 "Exception vectors".</remarks>
internal static class GuestVectorCauses
{
    private const ulong TableBytes = 0x800;
    private const ulong Endless = 1000;

    public static Finding? Missing(CaseFile file) => Unfetched(file) is { Vectors: 0 } found
        ? new Finding(
            98, Of($"the guest never set its exception vectors: VBAR_EL1 = 0, so {found.First} could not be handled"),
            "set VBAR_EL1 to a table aligned to 2 KiB, in executable memory, before anything can fault; then cure the first exception", Evidence(file))
        : null;

    public static Finding? Unmapped(CaseFile file) => Unfetched(file) is { Vectors: not 0 } found
        ? new Finding(
            98, Of($"the exception vectors cannot be fetched: no code can be at VBAR_EL1 = 0x{found.Vectors:X}, so {found.First} could not be handled"),
            "point VBAR_EL1 at the table (aligned to 2 KiB: bits 10:0 are ignored), and map it executable in every table that is used; then cure the first exception", Evidence(file))
        : null;

    public static Finding? Recursion(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || Unfetched(file) is not null || GuestTranslationCauses.StackInCode(file) is not null)
            return null;
        FaultScene[] inside = [.. file.After.Where(scene => scene is { IsGuests: true, IsHandled: false } && scene.Record.PeIndex == fault.Record.PeIndex)];
        if (inside.Length < 2 || inside[^1].PC != inside[^2].PC || !(file.Loop is { HasException: true } || file.Evidence.Scenes.Total > Endless))
            return null;
        return new Finding(
            99, Of($"the guest's exception handler faults itself, for ever, at {file.Place(inside[^1].PC)}: {inside[^1].Record.Cause}"),
            "the handler must touch only memory that is certain to be there: give it a stack of its own, and let it count how deep it is", Evidence(file));
    }

    // Aborts on the fetch of a vector: the exception that was to be handled, and where the vectors should have been.
    private static (ulong Vectors, string First)? Unfetched(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault })
            return null;
        if (IsVectorFetch(fault))
            return (fault[SystemRegister.VBAR_EL1], "an exception that came before");
        foreach (FaultScene scene in file.After)
        {
            if (IsVectorFetch(scene))
                return (scene[SystemRegister.VBAR_EL1], $"{fault.Record.Cause} at {file.Place(fault.PC)}");
        }
        return null;
    }

    private static bool IsVectorFetch(FaultScene scene) =>
        scene.Record.Syndrome.IsInstructionAbort && scene.PC - scene[SystemRegister.VBAR_EL1] < TableBytes && (scene.PC & 0x7F) == 0;

    private static string[] Evidence(CaseFile file) =>
    [
        Of($"first exception: {file.Fault!.Record.Cause}, at {file.Place(file.Fault.PC)}"),
        Of($"{file.Evidence.Scenes.Total} abnormal exceptions were told apart; those behind the first come from taking it"),
    ];
}
