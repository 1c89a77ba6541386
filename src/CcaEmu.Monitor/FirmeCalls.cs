using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>FIRME: RME services of the monitor. Granule management for the RMM; other worlds may only ask what there is.</summary>
/// <remarks>
/// Feature registers and transitions as Trusted Firmware-A has them. Deviation: FIRME_GM_GPI_SET takes runs of granules, and says in X1 how
/// many it has moved; Trusted Firmware-A takes one at a time.
/// </remarks>
/// <param name="gpt">The GPT.</param>
internal sealed class FirmeCalls(GptService gpt)
{
    private const ulong ServiceVersion = 0x1_0000;
    private const ulong GpiMask = 0xF;

    /// <summary>Most granules of one call: 2 MiB.</summary>
    private const ulong MaximumRun = 512;

    /// <summary>Serves the call in X0 to X3; results are put into X1.</summary>
    /// <returns>X0.</returns>
    public long Serve(ProcessingElement pe, FirmeCommand command, SecurityState caller) => command switch
    {
        FirmeCommand.ServiceVersion => IsOffered(pe, pe.X(1), caller) ? (long)ServiceVersion : (long)FirmeStatus.NotSupported,
        FirmeCommand.ServiceFeatures => (long)Features(pe, caller),
        FirmeCommand.GmGpiSet => (long)SetGpi(pe, caller),
        FirmeCommand.GmL1Create when caller == SecurityState.Realm => (long)gpt.CreateLevel1(pe, pe.X(1), pe.X(2)),
        FirmeCommand.GmL1Destroy when caller == SecurityState.Realm => (long)DestroyLevel1(pe),
        FirmeCommand.MecRefresh when IsOffered(pe, (ulong)FirmeService.Mecid, caller) =>
            (long)(MecService.Refresh(pe) == RmmEl3Status.Ok ? FirmeStatus.Success : FirmeStatus.InvalidParameters),
        _ => (long)FirmeStatus.NotSupported,
    };

    private static bool IsOffered(ProcessingElement pe, ulong service, SecurityState caller) => service switch
    {
        (ulong)FirmeService.Base or (ulong)FirmeService.GranuleManagement => caller != SecurityState.Root,
        (ulong)FirmeService.Mecid => caller == SecurityState.Realm && MecService.IsOffered(pe),
        _ => false,
    };

    // Register 0 of a service has a bit for each of its calls (granules: bit 0 GPI_SET, bit 1 level 1 tables; MECIDs: bit 0 MEC_REFRESH); register 1 its
    // parameters: of the base service which others there are, of granules the shape of the table, of MECIDs their width less one.
    private FirmeStatus Features(ProcessingElement pe, SecurityState caller)
    {
        if (!IsOffered(pe, pe.X(1), caller) || pe.X(2) > 1)
            return FirmeStatus.NotSupported;
        bool first = pe.X(2) == 0;
        pe.X(1) = ((FirmeService)pe.X(1), first) switch
        {
            (FirmeService.Base, true) => 3,
            (FirmeService.Base, false) => 1UL << 16 | (IsOffered(pe, (ulong)FirmeService.Mecid, caller) ? 1UL << 18 : 0),
            (FirmeService.Mecid, true) => 1,
            (FirmeService.Mecid, false) => MecService.WidthMinusOne(pe),
            (_, true) => gpt.Unfoldable.Count > 0 ? 3UL : 1,
            (_, false) => gpt.Shape,
        };
        return FirmeStatus.Success;
    }

    private FirmeStatus SetGpi(ProcessingElement pe, SecurityState caller)
    {
        ulong count = pe.X(2);
        var to = (Gpi)(pe.X(3) & GpiMask);
        ulong address = pe.X(1);
        pe.X(1) = 0;
        if (count is 0 or > MaximumRun || (pe.X(3) & ~GpiMask) != 0)
            return FirmeStatus.InvalidParameters;
        // The Realm world takes Non-secure granules and gives them back; no other world has anything to move here.
        if (caller != SecurityState.Realm || to is not (Gpi.Realm or Gpi.NonSecure))
            return FirmeStatus.Denied;
        Gpi from = to == Gpi.Realm ? Gpi.NonSecure : Gpi.Realm;
        RmmEl3Status status = gpt.MoveRun(pe, address, count, from, to, out ulong moved);
        pe.X(1) = moved;
        return status switch
        {
            RmmEl3Status.Ok => FirmeStatus.Success,
            RmmEl3Status.BadPas => FirmeStatus.Denied,
            _ => FirmeStatus.InvalidParameters,
        };
    }

    private FirmeStatus DestroyLevel1(ProcessingElement pe)
    {
        FirmeStatus status = gpt.DestroyLevel1(pe, pe.X(1), out ulong table);
        pe.X(1) = table;
        return status;
    }
}
