using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>Where an asynchronous exception would go from the current state.</summary>
/// <param name="Target">Level it is taken to; null where it cannot be taken from here whatever the masks say ("C" in the tables).</param>
/// <param name="IsMasked">Whether PSTATE holds it back now.</param>
/// <remarks>Arm ARM, D1.4.6.4 "Asynchronous exception masking": Target null is C, never masked is A, else B.</remarks>
internal readonly record struct InterruptRoute(ExceptionLevel? Target, bool IsMasked)
{
    public static InterruptRoute NotTaken => new(null, true);

    /// <summary>Whether the exception is taken before the next instruction.</summary>
    public bool IsTaken => Target is not null && !IsMasked;
}
