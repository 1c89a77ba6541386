using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Granules;

/// <summary>Changes GPIs through the monitor: in runs by FIRME where that is offered, else granule by granule.</summary>
/// <remarks>RMM-EL3 communication interface 2.0, RMM_GTSI_DELEGATE and -UNDELEGATE; FIRME_GM_GPI_SET.</remarks>
internal sealed class GpiService
{
    private const ulong GranuleManagementVersion = 0x1_0000;

    private bool? _isFirmeOffered;

    /// <summary>Moves granules from one PAS to the other, as far as it goes.</summary>
    /// <param name="script">Place of the calls; X0 to X8 of the PE are lost.</param>
    /// <param name="granule">The first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="toRealm">Whether they become the Realm world's.</param>
    /// <returns>How many have been moved.</returns>
    public async Script<ulong> Move(ScriptContext script, ulong granule, ulong count, bool toRealm)
    {
        if (await IsFirmeOffered(script))
        {
            ulong gpi = (ulong)(toRealm ? Gpi.Realm : Gpi.NonSecure);
            SmcCall set = await script.Smc(new SmcCall((ulong)FirmeCommand.GmGpiSet, granule, count, gpi));
            return Math.Min(set.X1, count);
        }
        RmmEl3Command command = toRealm ? RmmEl3Command.GtsiDelegate : RmmEl3Command.GtsiUndelegate;
        SmcCall moved = await script.Smc(new SmcCall((ulong)command, granule));
        return (RmmEl3Status)(long)moved.X0 == RmmEl3Status.Ok ? 1UL : 0;
    }

    // Asked once; the answer cannot change.
    private async Script<bool> IsFirmeOffered(ScriptContext script)
    {
        if (_isFirmeOffered is { } known)
            return known;
        SmcCall version = await script.Smc(new SmcCall((ulong)FirmeCommand.ServiceVersion, (ulong)FirmeService.GranuleManagement));
        _isFirmeOffered = version.X0 == GranuleManagementVersion;
        return _isFirmeOffered.Value;
    }
}
