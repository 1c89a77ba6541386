using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Granules;

/// <summary>Moves granules between the worlds through the monitor: in runs by FIRME where that is offered, else granule by granule.</summary>
/// <remarks>
/// One object for each PE, used again: a move takes no memory. Between its calls it keeps its place here.
/// RMM-EL3 communication interface 2.0, RMM_GTSI_DELEGATE and -UNDELEGATE; FIRME_GM_GPI_SET.
/// </remarks>
internal sealed class GpiMove
{
    private const ulong PhysicalGranuleBytes = 4096;

    // What a monitor moves with one call: 2 MiB.
    private const ulong MostOfOneCall = 512;

    private readonly ScriptContext _script;
    private readonly GpiService _service;
    private readonly Action<ulong> _then;
    private readonly Action _onAnswer;
    private ulong _first, _target, _moved, _run, _parts, _whole;
    private bool _toRealm, _isGoingBack;

    /// <summary>A PE's way to move granules.</summary>
    /// <param name="script">Place of the calls; X0 to X8 of the PE are lost.</param>
    /// <param name="service">What is known of the monitor.</param>
    /// <param name="then">Goes on when a move has ended, with the number of granules that were moved.</param>
    public GpiMove(ScriptContext script, GpiService service, Action<ulong> then)
    {
        (_script, _service, _then) = (script, service, then);
        _onAnswer = OnAnswer;
    }

    /// <summary>Moves granules from one PAS to the other, as far as it goes; a granule of which a part cannot be moved stays whole.</summary>
    /// <param name="granule">The first.</param>
    /// <param name="count">How many at most, at least 1.</param>
    /// <param name="granuleBytes">Size of one: one or more granules of the Granule Protection Table.</param>
    /// <param name="toRealm">Whether they become the Realm world's.</param>
    public void Start(ulong granule, ulong count, ulong granuleBytes, bool toRealm)
    {
        _parts = granuleBytes / PhysicalGranuleBytes;
        _isGoingBack = false;
        Begin(granule, count * _parts, toRealm);
    }

    private ulong Next => _first + _moved * PhysicalGranuleBytes;

    private void Begin(ulong first, ulong target, bool toRealm)
    {
        (_first, _target, _moved, _toRealm) = (first, target, 0, toRealm);
        Step();
    }

    private void Step()
    {
        switch (_service.IsFirmeOffered)
        {
            case null:
                _script.Call(new SmcCall((ulong)FirmeCommand.ServiceVersion, (ulong)FirmeService.GranuleManagement), _onAnswer);
                break;
            case true:
                _run = Math.Min(_target - _moved, MostOfOneCall);
                _script.Call(new SmcCall((ulong)FirmeCommand.GmGpiSet, Next, _run, (ulong)(_toRealm ? Gpi.Realm : Gpi.NonSecure)), _onAnswer);
                break;
            default:
                _run = 1;
                _script.Call(new SmcCall((ulong)(_toRealm ? RmmEl3Command.GtsiDelegate : RmmEl3Command.GtsiUndelegate), Next), _onAnswer);
                break;
        }
    }

    private void OnAnswer()
    {
        ulong x0 = _script.Pe.X(0), x1 = _script.Pe.X(1);
        if (_service.IsFirmeOffered is not { } isFirme)
        {
            _service.Learn(x0);
            Step();
            return;
        }
        ulong done = isFirme ? Math.Min(x1, _run) : (RmmEl3Status)(long)x0 == RmmEl3Status.Ok ? 1UL : 0;
        _moved += done;
        if (done == _run && _moved < _target)
            Step();
        else if (_isGoingBack)
            GoOnBack(done);
        else
            End();
    }

    // The parts of a granule that cannot be moved whole go back.
    private void End()
    {
        ulong odd = _moved % _parts;
        _whole = _moved / _parts;
        if (odd == 0)
        {
            _then(_whole);
            return;
        }
        _isGoingBack = true;
        Begin(_first + (_moved - odd) * PhysicalGranuleBytes, odd, !_toRealm);
    }

    private void GoOnBack(ulong done)
    {
        if (_moved == _target)
            _then(_whole);
        else if (done != 0)
            Step();
        else
            throw new InvalidOperationException($"the monitor moved granule 0x{Next:x} and will not move it back");
    }
}
