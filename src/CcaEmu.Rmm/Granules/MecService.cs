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
    /// <returns>What the monitor answers.</returns>
    public Script<FirmeStatus> Begin(ScriptContext script, ushort mecid) => Refresh(script, mecid, Created);

    /// <summary>The Realm of a MECID is gone: what it left is to be noise.</summary>
    /// <param name="script">Place of the calls; X0 to X8 of the PE are lost.</param>
    /// <param name="mecid">The MECID.</param>
    /// <returns>What the monitor answers.</returns>
    public Script<FirmeStatus> End(ScriptContext script, ushort mecid) => Refresh(script, mecid, Destroyed);

    private async Script<FirmeStatus> Refresh(ScriptContext script, ushort mecid, ulong reason)
    {
        if (_isFirmeOffered is null)
        {
            SmcCall version = await script.Smc(new SmcCall((ulong)FirmeCommand.ServiceVersion, (ulong)FirmeService.Mecid));
            _isFirmeOffered = version.X0 == ServiceVersion;
        }
        ulong argument = (ulong)mecid << MecidShift | reason;
        if (_isFirmeOffered.Value)
            return (FirmeStatus)(long)(await script.Smc(new SmcCall((ulong)FirmeCommand.MecRefresh, argument))).X0;
        // The older interface counts its failures otherwise; a Realm is refused for each of them.
        SmcCall refreshed = await script.Smc(new SmcCall((ulong)RmmEl3Command.MecRefresh, argument));
        return refreshed.X0 == (ulong)RmmEl3Status.Ok ? FirmeStatus.Success : FirmeStatus.Denied;
    }
}
