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
        FirmeCommand.ServiceVersion => IsOffered(pe.X(1), caller) ? (long)ServiceVersion : (long)FirmeStatus.NotSupported,
        FirmeCommand.ServiceFeatures => (long)Features(pe, caller),
        FirmeCommand.GmGpiSet => (long)SetGpi(pe, caller),
        FirmeCommand.GmL1Create when caller == SecurityState.Realm => (long)gpt.CreateLevel1(pe, pe.X(1), pe.X(2)),
        FirmeCommand.GmL1Destroy when caller == SecurityState.Realm => (long)DestroyLevel1(pe),
        _ => (long)FirmeStatus.NotSupported,
    };

    private static bool IsOffered(ulong service, SecurityState caller) =>
        service is (ulong)FirmeService.Base or (ulong)FirmeService.GranuleManagement && caller != SecurityState.Root;

    // Base 1: bit 16 says that granules can be managed. Granule management 0: bit 0 GPI_SET, bit 1 level 1 tables.
    private FirmeStatus Features(ProcessingElement pe, SecurityState caller)
    {
        if (!IsOffered(pe.X(1), caller) || pe.X(2) > 1)
            return FirmeStatus.NotSupported;
        bool isBase = pe.X(1) == (ulong)FirmeService.Base;
        bool first = pe.X(2) == 0;
        pe.X(1) = (isBase, first) switch
        {
            (true, true) => 3,
            (true, false) => 1UL << 16,
            (false, true) => gpt.Unfoldable.Count > 0 ? 3UL : 1,
            (false, false) => gpt.Shape,
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
