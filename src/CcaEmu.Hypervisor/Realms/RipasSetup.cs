using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>RIPAS as the host sets it: RAM over every slot before activation, and what the realm asks for while it runs.</summary>
/// <remarks>
/// RMM specification 2.0-bet1 (DEN0137), commands RMI_RTT_INIT_RIPAS and RMI_RTT_SET_RIPAS. Tables are made only where a range begins or ends
/// inside what one entry maps, so memory that is never touched costs nothing.
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="tables">Its tables.</param>
internal sealed class RipasSetup(HostServices services, Realm realm, RttTables tables)
{
    /// <summary>Sets RIPAS RAM over a range of a New realm.</summary>
    /// <returns>How far it got.</returns>
    public async Script<RangeProgress> Initialise(PageRange range)
    {
        int stuckLevel = -1;
        ulong start = range.Base;
        while (start < range.End)
        {
            RmiReply<ulong> reply = await services.Rmi.RttInitRipas(realm.Rd, start, range.End);
            if (reply.IsSuccess && reply.Output > start && reply.Output <= range.End)
            {
                start = reply.Output;
                stuckLevel = -1;
                continue;
            }
            int level = reply.Reply.Result.Level;
            // At or below the best level it is not a missing table: something there cannot become RAM.
            if (reply.IsSuccess || !reply.Reply.MissesTableAbove(services.PageSize.BestLevel(start, range.End)) || level <= stuckLevel)
                return new(start, HostResult.Fail(reply.Reply));
            HostResult created = await tables.Create(start, level + 1);
            if (!created.IsOk)
                return new(start, created);
            stuckLevel = level;
        }
        return new(start, HostResult.Ok);
    }

    /// <summary>Carries out a change that a REC asked for, as far as it goes.</summary>
    /// <param name="rec">The REC.</param>
    /// <param name="range">What is left of its request.</param>
    /// <returns>How far it got. Stopping early is not a failure: the RMM tells the realm.</returns>
    public async Script<RangeProgress> Set(Rec rec, PageRange range)
    {
        int stuckLevel = -1;
        ulong start = range.Base;
        while (start < range.End)
        {
            RmiReply<ulong> reply = await services.Rmi.RttSetRipas(realm.Rd, rec.Page, start, range.End);
            if (reply.IsSuccess && reply.Output > start && reply.Output <= range.End)
            {
                start = reply.Output;
                stuckLevel = -1;
                continue;
            }
            int level = reply.Reply.Result.Level;
            if (reply.Status == Arm.Rmi.RmiStatus.ErrorRtt && level >= services.PageSize.BestLevel(start, range.End))
                break;
            if (reply.IsSuccess || reply.Status != Arm.Rmi.RmiStatus.ErrorRtt || level <= stuckLevel)
                return new(start, HostResult.Fail(reply.Reply));
            stuckLevel = level;
            HostResult created = await tables.Create(start, level + 1);
            if (!created.IsOk)
                return new(start, created);
        }
        realm.ForgetFaults();
        return new(start, HostResult.Ok);
    }
}
