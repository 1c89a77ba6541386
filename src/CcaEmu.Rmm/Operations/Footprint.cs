using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Operations;

/// <summary>One line of a command's footprint: which object its arguments name.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Footprint" of each command page. It decides which commands are BLOCKED while an operation
/// is under way. Arguments have not been checked when it is read, so whatever they hold must be harmless.
/// </remarks>
/// <param name="Name">What it is called in the documentation.</param>
/// <param name="Resolve">The objects that a call names.</param>
internal sealed record Footprint(string Name, Func<RmiCall, ObjectRange> Resolve)
{
    /// <summary>The RMM's global attributes.</summary>
    public static Footprint Rmm { get; } = new("rmm", _ => new(ObjectKind.Rmm, 0, 0, 0, true));

    /// <summary>The Realm whose RD a register holds; other commands may use it, too.</summary>
    public static Footprint Realm(int register) => new("realm", call => Granule(call, call[register], exclusive: false));

    /// <summary>The Realm whose RD a register holds, alone.</summary>
    public static Footprint RealmAlone(int register) => new("realm (alone)", call => Granule(call, call[register], exclusive: true));

    /// <summary>The granule in a register.</summary>
    public static Footprint Granule(string name, int register) => new(name, call => Granule(call, call[register], exclusive: true));

    /// <summary>The Realm of the REC in a register; other commands may use it, too.</summary>
    public static Footprint RealmOf(int recRegister) => new("realm of the rec", call =>
        call.Rmm.Geometry.IsAligned(call[recRegister]) && call.Rmm.Granules.Is(call[recRegister], GranuleState.Rec)
            ? Granule(call, new Rec(call.Memory, call[recRegister]).Owner, exclusive: false)
            : new(ObjectKind.Granules, 0, 1, 0, false));

    /// <summary>The granules from the address in one register to that in another.</summary>
    public static Footprint Granules(int baseRegister, int topRegister) => new("granules", call =>
        new(ObjectKind.Granules, 0, call[baseRegister], call[topRegister] - 1, true));

    /// <summary>The entries of a Realm between the IPAs in two registers.</summary>
    public static Footprint Entries(int rdRegister, int baseRegister, int topRegister) => new("rtt entries", call =>
        new(ObjectKind.Rtt, call[rdRegister], call[baseRegister], call[topRegister] - 1, true));

    /// <summary>The entries of one table of a Realm, and the one that refers to it.</summary>
    public static Footprint Table(int rdRegister, int ipaRegister, int levelRegister) => new("rtt entries", call =>
    {
        int parent = (int)Math.Clamp((long)call[levelRegister] - 1, -1, RttGeometry.LastLevel);
        return new(ObjectKind.Rtt, call[rdRegister], call[ipaRegister], call.Rmm.Geometry.EntryEnd(call[ipaRegister], parent) - 1, true);
    });

    /// <summary>The level 0 GPT entry of an address.</summary>
    public static Footprint Gpt(int register) => new("gpt entry", call => new(ObjectKind.Gpt, 0, call[register], call[register], true));

    /// <summary>The tracking region at an address.</summary>
    public static Footprint TrackingRegion(int register) =>
        new("tracking region", call => new(ObjectKind.TrackingRegion, 0, call[register], call[register], true));

    /// <summary>The granules of the tracking region at an address.</summary>
    public static Footprint Region(int register) => new("granules of the region", call =>
        new(ObjectKind.Granules, 0, call[register], call[register] + call.Rmm.Granules.Tracking.RegionBytes - 1, true));

    private static ObjectRange Granule(RmiCall call, ulong address, bool exclusive) =>
        new(ObjectKind.Granules, 0, address, address | (call.Rmm.GranuleBytes - 1), exclusive);
}
