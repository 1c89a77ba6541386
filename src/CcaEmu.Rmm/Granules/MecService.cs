using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Granules;

/// <summary>Has the monitor give a MECID another key: by FIRME where that is offered, else by the RMM-EL3 interface.</summary>
/// <remarks>RMM-EL3 communication interface 2.0, RMM_MEC_REFRESH; FIRME_MEC_REFRESH. Both take the same argument.</remarks>
internal sealed class MecService
{
    private const ulong ServiceVersion = 0x1_0000;
    private const int MecidShift = 32;

    // Why: a Realm is made, or one is gone.
    private const ulong Created = 0, Destroyed = 1;

    private bool? _isFirmeOffered;

    /// <summary>A Realm is about to get a MECID: nothing of before is to be readable with it.</summary>
    /// <param name="script">Place of the calls; X0 to X8 of the PE are lost.</param>
    /// <param name="mecid">The MECID.</param>
    /// <returns>Whether the monitor did it.</returns>
    public Script<bool> Begin(ScriptContext script, ushort mecid) => Refresh(script, mecid, Created);

    /// <summary>The Realm of a MECID is gone: what it left is to be noise.</summary>
    /// <param name="script">Place of the calls; X0 to X8 of the PE are lost.</param>
    /// <param name="mecid">The MECID.</param>
    /// <returns>Whether the monitor did it.</returns>
    public Script<bool> End(ScriptContext script, ushort mecid) => Refresh(script, mecid, Destroyed);

    private async Script<bool> Refresh(ScriptContext script, ushort mecid, ulong reason)
    {
        if (_isFirmeOffered is null)
        {
            SmcCall version = await script.Smc(new SmcCall((ulong)FirmeCommand.ServiceVersion, (ulong)FirmeService.Mecid));
            _isFirmeOffered = version.X0 == ServiceVersion;
        }
        ulong command = _isFirmeOffered.Value ? (ulong)FirmeCommand.MecRefresh : (ulong)RmmEl3Command.MecRefresh;
        SmcCall refreshed = await script.Smc(new SmcCall(command, (ulong)mecid << MecidShift | reason));
        return refreshed.X0 == 0;
    }
}
