using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <content>Commands about the RMM itself, and about granules.</content>
internal sealed partial class RmiModel
{
    private const ulong Revision = 2UL << 16;

    // RMI_VERSION: higher is always ours; a request with the same major number and no higher minor number is met.
    private static void Version(Judgement j, ulong[] x)
    {
        bool met = x[1] == Revision;
        if (!met)
            j.Fail(Input, "no such revision");
        if (x[1] >> 31 != 0)
            j.Fail(Input, "bits without meaning", maybe: true);
        j.Effect = y => y[1] == x[1] && y[2] == Revision ? null : $"versions 0x{y[1]:X} and 0x{y[2]:X}";
    }

    private void ReadFeatures(Judgement j, ulong[] x) =>
        j.Effect = y => y[1] == (x[1] < 5 ? options.Features[(int)x[1]] : 0) ? null : $"feature register {x[1]} is 0x{y[1]:X}";

    private void ConfigSet(Judgement j, ulong[] x)
    {
        if (State != RmmState.Init)
            j.Fail(RmiStatus.ErrorGlobal, "rmm_state");
        byte[] page = HostPage(j, x[1], "config");
        int granule = page[RmiRmmConfigLayout.RmiGranuleSize];
        int region = page[RmiRmmConfigLayout.TrackingRegionSize];
        if (!IsHostPage(x[1]))
            return;
        if (granule > 2 || (options.Features[1] >> granule & 1) == 0)
            j.Input("granule size");
        if (granule > 2 || region > (granule == 0 ? 0 : 1))
            j.Input("tracking region size");
        if (Tracking.Values.Any(state => state is RmiTrackingState.Fine or RmiTrackingState.Coarse))
            j.Fail(Input, "num_tracked", maybe: true);
        j.Effect = _ =>
        {
            Geometry = new ModelGeometry(12 + 2 * granule);
            (RegionEncoding, RegionBytes) = ((ulong)region, 1UL << (granule, region) switch { (0, _) => 30, (1, 0) => 25, (1, _) => 36, (2, 0) => 29, _ => 42 });
            return null;
        };
    }

    private void ConfigGet(Judgement j, ulong[] x)
    {
        HostPage(j, x[1], "config");
        if (State == RmmState.Init)
            j.Fail(RmiStatus.ErrorGlobal, "rmm_state", maybe: true);
        j.Effect = _ =>
        {
            TryReadPage(x[1], out byte[] page);
            return page[RmiRmmConfigLayout.TrackingRegionSize] == RegionEncoding && page[RmiRmmConfigLayout.RmiGranuleSize] == (Geometry.Bits - 12) / 2
                ? null
                : "another configuration than the one that was set";
        };
    }

    private void Activate(Judgement j)
    {
        if (State != RmmState.Init && !(State == RmmState.Intermediate && _resumed is not null))
            j.Fail(RmiStatus.ErrorGlobal, "rmm_state");
        j.Effect = _ =>
        {
            State = RmmState.Active;
            return null;
        };
    }

    private void StateGet(Judgement j) => j.Effect = y => y[1] == (ulong)State ? null : $"state {y[1]}, not {State}";

    private void TokenRefresh(Judgement j)
    {
        Active(j);
        // Another host, or a Realm, may be at it.
        j.Also(RmiStatus.Busy);
        j.Effect = _ =>
        {
            IsTokenValid = true;
            return null;
        };
    }

    private void TrackingGet(Judgement j, ulong[] x)
    {
        Range(j, x[1], x[2]);
        if (x[2] > options.PhysicalLimit || x[1] >= options.PhysicalLimit)
            j.Input("bound");
        j.Effect = y =>
        {
            RmiTrackingState expected = IsPopulated(x[1]) ? TrackingOf(x[1]) : RmiTrackingState.None;
            if (y[1] != 0 || y[2] != (ulong)expected)
                return $"category {y[1]}, state {y[2]}; expected {expected}";
            if (y[3] <= x[1] || y[3] > x[2] || !Geometry.IsAligned(y[3]))
                return $"out_top 0x{y[3]:X}";
            RmiTrackingState last = IsPopulated(y[3] - Geometry.Granule) ? TrackingOf(y[3] - Geometry.Granule) : RmiTrackingState.None;
            return last == expected ? null : $"out_top 0x{y[3]:X} is behind memory that is {last}";
        };
    }

    private void TrackingSet(Judgement j, ulong[] x)
    {
        Active(j);
        var wanted = (RmiTrackingState)(byte)Math.Min(x[3], 255);
        if (wanted is not (RmiTrackingState.None or RmiTrackingState.Fine or RmiTrackingState.Coarse))
            j.Input("state");
        if (RegionOf(x[1]) != x[1])
            j.Input("region_align");
        if (x[1] >= options.PhysicalLimit)
            j.Input("region_bound");
        if (x[2] != 0)
            j.Input("category");
        ulong region = RegionOf(x[1]);
        bool exists = options.Banks.Any(bank => bank.Base < region + RegionBytes && region < bank.Top);
        if (!exists)
            j.Input("reserved");
        RmiTrackingState now = TrackingOf(region);
        if (exists && now != RmiTrackingState.None && now != wanted && !CanChange(region, wanted))
            j.Fail(RmiStatus.ErrorGranule, "granules in several states");
        j.Effect = _ =>
        {
            Tracking[region] = wanted;
            if (_resumed is { } operation)
                Keep(operation, TrackingHeld);
            return null;
        };
    }

    private bool CanChange(ulong region, RmiTrackingState wanted)
    {
        GranuleState[] used = [.. _granules.Where(granule => RegionOf(granule.Key) == region).Select(granule => granule.Value).Distinct()];
        if (used.Length == 0)
            return true;
        ulong populated = 0;
        foreach ((ulong start, ulong top) in options.Banks)
            populated += Math.Max(Math.Min(top, region + RegionBytes), start) - Math.Max(start, Math.Min(top, region));
        bool isUniform = used.Length == 1 && (ulong)_granules.Keys.LongCount(granule => RegionOf(granule) == region) * Geometry.Granule == populated;
        return isUniform && wanted != RmiTrackingState.None;
    }

    private void GranuleRange(Judgement j, ulong[] x, GranuleState from, GranuleState to)
    {
        if (to == GranuleState.Delegated)
            Active(j);
        else if (State != RmmState.Active)
            j.Fail(RmiStatus.ErrorGlobal, "rmm_state", maybe: true);
        Range(j, x[1], x[2]);
        ulong first = x[1] & ~(Geometry.Granule - 1);
        bool isTracked = TrackingOf(first) is RmiTrackingState.Fine or RmiTrackingState.Coarse;
        bool holdsRegion = RegionOf(x[1]) == x[1] && x[2] - x[1] >= RegionBytes && x[2] > x[1];
        if (!isTracked)
        {
            j.Fail(RmiStatus.ErrorTracking, "untracked");
            j.Fail(Input, "untracked", maybe: true);
        }
        if (IsCoarse(first) && !holdsRegion)
            j.Input("tracking granularity");
        if (!IsPopulated(first))
            j.Input("unpopulated");
        else if (this[first] != from)
            j.Input("granule state");
        else if (IsCoarse(first) && holdsRegion && !IsWhole(first, from))
            j.Input("granule state");
        if (options.DynamicGpt && to == GranuleState.Delegated && !GptTables.Contains(first & ~(options.Level0Bytes - 1)))
            j.Fail(RmiStatus.ErrorGpt, "gpt", maybe: true);
        j.Effect = y =>
        {
            if (y[1] <= x[1] || y[1] > x[2] || !Geometry.IsAligned(y[1]))
                return $"out_top 0x{y[1]:X}";
            for (ulong granule = x[1]; granule < y[1]; granule += Geometry.Granule)
            {
                if (!Is(granule, from))
                    return $"granule 0x{granule:X} was {this[granule]}, but out_top is 0x{y[1]:X}";
                if (IsCoarse(granule) && y[1] - x[1] < RegionBytes)
                    return $"out_top 0x{y[1]:X} is in a region that is tracked as a unit";
                this[granule] = to;
            }
            return null;
        };
    }

    private bool IsWhole(ulong region, GranuleState state)
    {
        for (ulong granule = region; granule < region + RegionBytes; granule += Geometry.Granule)
        {
            if (!IsPopulated(granule) || this[granule] != state)
                return false;
        }
        return true;
    }

    private void GptCreate(Judgement j, ulong[] x)
    {
        Active(j);
        GptAddress(j, x[1]);
        ulong entry = x[1] & ~(options.Level0Bytes - 1);
        if (!options.DynamicGpt || GptTables.Contains(entry))
        {
            j.Fail(RmiStatus.ErrorGpt, "it is a table");
            j.Fail(RmiStatus.ErrorGlobal, "no memory can be asked for", maybe: true);
        }
        else
        {
            // Which entries the platform lets a host unfold is its own affair.
            j.Fail(RmiStatus.ErrorGpt, "it may be a table", maybe: true);
            j.Fail(RmiStatus.ErrorGlobal, "it may not be unfolded", maybe: true);
        }
        j.Effect = _ =>
        {
            GptTables.Add(entry);
            if (_resumed is { } operation)
                Keep(operation, GptHeld);
            return null;
        };
    }

    private void GptDestroy(Judgement j, ulong[] x)
    {
        Active(j);
        GptAddress(j, x[1]);
        ulong entry = x[1] & ~(options.Level0Bytes - 1);
        if (!GptTables.Contains(entry))
            j.Input("it is a block");
        if (IsUsed(entry))
            j.Input("not homogeneous");
        else
            j.MaybeInput("not homogeneous");
        j.Effect = _ =>
        {
            GptTables.Remove(entry);
            return null;
        };
    }

    /// <summary>Whether a granule below a level 0 GPT entry is not the host's, beside those of the table itself.</summary>
    public bool IsUsed(ulong entry) => _granules.Keys.Any(granule => (granule & ~(options.Level0Bytes - 1)) == entry && !GptHeld.Contains(granule));

    private void GptAddress(Judgement j, ulong address)
    {
        if (address >= options.PhysicalLimit)
            j.Input("address_bound");
        if ((address & (options.Level0Bytes - 1)) != 0)
            j.Input("address_align");
    }

    private void Active(Judgement j)
    {
        if (State != RmmState.Active)
            j.Fail(RmiStatus.ErrorGlobal, "rmm_state");
    }

    private void Range(Judgement j, ulong start, ulong top)
    {
        if (!Geometry.IsAligned(start))
            j.Input("base_align", ConditionGroup.Align);
        if (!Geometry.IsAligned(top))
            j.Input("top_align", ConditionGroup.Align);
        if (top <= start)
            j.Input("size", ConditionGroup.Align);
    }

    private bool IsHostPage(ulong address) => Geometry.IsAligned(address) && IsHost(address);

    private byte[] HostPage(Judgement j, ulong address, string name, ConditionGroup group = ConditionGroup.None)
    {
        if (!Geometry.IsAligned(address))
            j.Input(name + "_align", group);
        if (!TryReadPage(address & ~0xFFFUL, out byte[] page))
            j.Input(name + "_pas", group);
        return page;
    }

    private static ulong Word(byte[] page, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan(offset));
}
