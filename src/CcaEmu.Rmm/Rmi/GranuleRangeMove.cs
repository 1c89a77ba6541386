using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;

namespace CcaEmu.Rmm.Rmi;

/// <summary>A range of granules on its way from one world to the other, run by run: state, wipe, GPI.</summary>
/// <remarks>One object for each PE, used again. Between the calls to the monitor it keeps its place here; nobody else may take the granules then.</remarks>
internal sealed class GranuleRangeMove
{
    /// <summary>Most granules of one run: 2 MiB of 4 KiB granules.</summary>
    public const int GranulesPerCall = 512;

    private readonly RmiCall _call;
    private readonly GpiMove _gpis;
    private GranuleState _from, _to;
    private RmiResult _refused;
    private ulong _granule, _end, _run;

    /// <summary>A PE on which no range moves.</summary>
    /// <param name="rmm">The RMM's global state.</param>
    /// <param name="pe">The PE.</param>
    public GranuleRangeMove(RmmContext rmm, RmmPe pe)
    {
        _call = pe.Call;
        _gpis = new GpiMove(pe.Script, rmm.Gpis, OnMoved);
    }

    private ulong Bytes => _call.Rmm.GranuleBytes;

    /// <summary>Begins at X1 of the command under way; ends by finishing it. The first failure is the command's; later ones end it.</summary>
    /// <param name="from">State of the granules that move.</param>
    /// <param name="to">Their state afterwards.</param>
    /// <param name="end">Where it ends at the latest.</param>
    /// <param name="refused">The command's result where the monitor moves nothing.</param>
    public void Start(GranuleState from, GranuleState to, ulong end, RmiResult refused)
    {
        (_from, _to, _granule, _end, _refused) = (from, to, _call[1], end, refused);
        Next();
    }

    private void Next()
    {
        GranuleTable granules = _call.Rmm.Granules;
        _run = 0;
        for (ulong next = _granule; next < _end && _run < GranulesPerCall && granules.Is(next, _from); next += Bytes)
        {
            if (_to == GranuleState.Undelegated)
                _call.Wipe(next);
            granules[next] = GranuleState.Internal;
            _run++;
        }
        if (_run == 0)
        {
            Finish();
            return;
        }
        _call.Rmm.Transit.Hold(_call.Pe.Index, _granule, _run);
        _gpis.Start(_granule, _run, Bytes, toRealm: _to == GranuleState.Delegated);
    }

    private void OnMoved(ulong moved)
    {
        for (ulong i = 0; i < _run; i++)
            _call.SetState(_granule + i * Bytes, i < moved ? _to : _from);
        _call.Rmm.Transit.Release(_call.Pe.Index);
        _granule += moved * Bytes;
        if (moved != 0 && _granule < _end)
            Next();
        else
            Finish();
    }

    private void Finish()
    {
        _call.Return(1, _granule);
        _call.Finish(_granule > _call[1] ? RmiResult.Success : _refused);
    }
}
