using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Granules;

/// <summary>Changes GPIs through the monitor: in runs by FIRME where that is offered, else granule by granule.</summary>
/// <remarks>RMM-EL3 communication interface 2.0, RMM_GTSI_DELEGATE and -UNDELEGATE; FIRME_GM_GPI_SET.</remarks>
internal sealed class GpiService
{
    private const ulong PhysicalGranuleBytes = 4096;

    // What a monitor moves with one call: 2 MiB.
    private const ulong MostOfOneCall = 512;

    private const ulong GranuleManagementVersion = 0x1_0000;

    private bool? _isFirmeOffered;

    /// <summary>Moves granules from one PAS to the other, as far as it goes; a granule of which a part cannot be moved stays whole.</summary>
    /// <param name="script">Place of the calls; X0 to X8 of the PE are lost.</param>
    /// <param name="granule">The first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="granuleBytes">Size of one: one or more granules of the Granule Protection Table.</param>
    /// <param name="toRealm">Whether they become the Realm world's.</param>
    /// <returns>How many have been moved.</returns>
    public async Script<ulong> Move(ScriptContext script, ulong granule, ulong count, ulong granuleBytes, bool toRealm)
    {
        ulong parts = granuleBytes / PhysicalGranuleBytes;
        ulong moved = await MoveParts(script, granule, count * parts, toRealm);
        ulong odd = moved % parts;
        for (ulong back = 0; back < odd;)
        {
            ulong first = granule + (moved - odd + back) * PhysicalGranuleBytes;
            ulong done = await MoveParts(script, first, odd - back, !toRealm);
            if (done == 0)
                throw new InvalidOperationException($"the monitor moved granule 0x{first:x} and will not move it back");
            back += done;
        }
        return moved / parts;
    }

    // Physical granules: at least one where that is possible, and all of the first RMI granule if they can be moved.
    private async Script<ulong> MoveParts(ScriptContext script, ulong granule, ulong count, bool toRealm)
    {
        bool isFirmeOffered = await IsFirmeOffered(script);
        ulong moved = 0;
        while (isFirmeOffered && moved < count)
        {
            ulong gpi = (ulong)(toRealm ? Gpi.Realm : Gpi.NonSecure);
            ulong run = Math.Min(count - moved, MostOfOneCall);
            SmcCall set = await script.Smc(
                new SmcCall((ulong)FirmeCommand.GmGpiSet, granule + moved * PhysicalGranuleBytes, run, gpi));
            moved += Math.Min(set.X1, run);
            if (set.X1 < run)
                break;
        }
        if (isFirmeOffered)
            return moved;
        RmmEl3Command command = toRealm ? RmmEl3Command.GtsiDelegate : RmmEl3Command.GtsiUndelegate;
        while (moved < count)
        {
            SmcCall one = await script.Smc(new SmcCall((ulong)command, granule + moved * PhysicalGranuleBytes));
            if ((RmmEl3Status)(long)one.X0 != RmmEl3Status.Ok)
                break;
            moved++;
        }
        return moved;
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
