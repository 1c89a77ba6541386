using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>How one PE came to where it is, as far as that says why it goes on from there.</summary>
internal sealed class CrossingRoute
{
    private readonly CrossingCause[] _lastSmc = new CrossingCause[4];
    private SecurityState _cameFrom = SecurityState.Root;
    private bool _arrivedFromAbove;
    private CrossingCause _fromGuest;

    /// <summary>An exception was taken to EL2 or EL3.</summary>
    /// <param name="source">World it came from.</param>
    /// <param name="target">Level it went to.</param>
    /// <param name="cause">Why.</param>
    public void Enter(SecurityState source, ExceptionLevel target, CrossingCause cause)
    {
        if (target == ExceptionLevel.EL3)
        {
            _cameFrom = source;
            _lastSmc[(int)source] = cause;
        }
        else
        {
            (_fromGuest, _arrivedFromAbove) = (cause, false);
        }
    }

    /// <summary>An exception return was made from EL2 or EL3 to a lower level.</summary>
    /// <param name="from">Level that made it.</param>
    /// <param name="target">World it went to.</param>
    /// <returns>Why.</returns>
    public CrossingCause Leave(ExceptionLevel from, SecurityState target)
    {
        if (from != ExceptionLevel.EL3)
            return _arrivedFromAbove ? new(CrossingCauseKind.RecEntry) : _fromGuest;
        _arrivedFromAbove = true;
        SecurityState asked = target == SecurityState.Realm && _cameFrom == SecurityState.NonSecure ? SecurityState.NonSecure : target;
        return _lastSmc[(int)asked];
    }
}
