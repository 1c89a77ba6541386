using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>What becomes of an access to a system register or of a system instruction.</summary>
/// <param name="IsAllowed">It is carried out.</param>
/// <param name="TrapTarget">Not allowed: the level it is trapped to, or null where it is UNDEFINED.</param>
internal readonly record struct AccessOutcome(bool IsAllowed, ExceptionLevel? TrapTarget)
{
    public static AccessOutcome Allowed => new(true, null);

    public static AccessOutcome Undefined => new(false, null);

    public static AccessOutcome TrapTo(ExceptionLevel level) => new(false, level);
}
