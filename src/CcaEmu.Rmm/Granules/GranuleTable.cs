using System.Runtime.InteropServices;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Granules;

/// <summary>The state of every granule of DRAM.</summary>
/// <remarks>
/// One byte per granule, allocated for 512 granules at a time when one of them first leaves UNDELEGATED and kept for good: with granules of
/// 4 KiB 256 KiB of host memory per GiB in full use. Only DRAM of the boot manifest is delegable, and only where its region is tracked. A
/// granule at the edge of a bank that is not all memory is none. RMM specification 2.0 (DEN0137), section "Granule state".
/// </remarks>
internal sealed class GranuleTable
{
    private const int GranulesPerRegion = 512;

    private readonly RmmMemoryBank[] _dram;
    private int _shift;
    private RmmMemoryBank[] _banks = [];
    private GranuleState[]?[][] _regions = [];

    /// <summary>All granules UNDELEGATED, and of 4 KiB.</summary>
    /// <param name="banks">DRAM, ascending and without overlap.</param>
    public GranuleTable(IReadOnlyList<RmmMemoryBank> banks)
    {
        _dram = [.. banks];
        Tracking = new TrackingRegions(_dram);
        Configure(TranslationGranule.Size4K);
    }

    /// <summary>Size of a granule.</summary>
    public TranslationGranule Granule => (TranslationGranule)_shift;

    /// <summary>Bytes of a granule.</summary>
    public ulong GranuleBytes => 1UL << _shift;

    /// <summary>Chooses the size of a granule.</summary>
    /// <exception cref="InvalidOperationException">A granule is in use: an error of the RMM.</exception>
    public void Configure(TranslationGranule granule)
    {
        if (DelegatedGranules != 0)
            throw new InvalidOperationException("the granule size changes while granules are delegated");
        _shift = granule.Shift();
        _banks = [.. _dram.Select(WholeGranules).Where(bank => bank.SizeBytes > 0)];
        _regions = [.. _banks.Select(bank => new GranuleState[]?[((bank.SizeBytes - 1) >> RegionShift) + 1])];
    }

    /// <summary>Number of granules that there are.</summary>
    public ulong Count
    {
        get
        {
            ulong count = 0;
            foreach (RmmMemoryBank bank in _banks)
                count += bank.SizeBytes >> _shift;
            return count;
        }
    }

    /// <summary>Number of granules that are not UNDELEGATED.</summary>
    public ulong DelegatedGranules { get; private set; }

    /// <summary>For checks: told of each granule that changes its state, from which to which, before anything else happens to it.</summary>
    public Action<ulong, GranuleState, GranuleState>? StateChanged { get; set; }

    /// <summary>How finely regions are tracked.</summary>
    public TrackingRegions Tracking { get; }

    /// <summary>Whether an address lies in tracked memory.</summary>
    public bool IsTracked(ulong address) =>
        BankOf(address) >= 0 && (Tracking.IsUnchanged || TrackingRegions.IsTracked(Tracking[address]));

    /// <summary>Whether there is memory at an address, tracked or not.</summary>
    public bool IsPopulated(ulong address) => BankOf(address) >= 0;

    /// <summary>Whether an address lies in memory of which each granule is tracked by itself, as objects of the RMM need it.</summary>
    public bool IsFine(ulong address) =>
        BankOf(address) >= 0 && (Tracking.IsUnchanged || Tracking[address] == RmiTrackingState.Fine);

    /// <summary>Whether an address lies in a region that is tracked as one unit.</summary>
    public bool IsCoarse(ulong address) => !Tracking.IsUnchanged && Tracking[address] == RmiTrackingState.Coarse;

    /// <summary>Whether every populated granule of a region is in one state.</summary>
    /// <param name="region">First address of the region.</param>
    /// <param name="state">The state of the first.</param>
    /// <param name="isWhole">Whether the region has no address without memory.</param>
    public bool IsUniform(ulong region, out GranuleState state, out bool isWhole)
    {
        (state, isWhole) = (GranuleState.Undelegated, true);
        bool isFirst = true;
        for (ulong address = region; address < region + Tracking.RegionBytes; address += GranuleBytes)
        {
            if (BankOf(address) < 0)
            {
                isWhole = false;
                continue;
            }
            GranuleState found = this[address];
            if (!isFirst && found != state)
                return false;
            (state, isFirst) = (found, false);
        }
        return true;
    }

    /// <summary>End of the run of addresses that are tracked, or not tracked, as the first one is.</summary>
    /// <param name="address">First address.</param>
    /// <param name="limit">Upper bound of the answer.</param>
    public ulong EndOfRun(ulong address, ulong limit)
    {
        if (!Tracking.IsUnchanged)
            limit = Math.Min(limit, Tracking.BaseOf(address) + Tracking.RegionBytes);
        foreach (RmmMemoryBank bank in _banks)
        {
            if (address < bank.Base)
                return Math.Min(limit, bank.Base);
            if (address - bank.Base < bank.SizeBytes)
                return Math.Min(limit, bank.Base + bank.SizeBytes);
        }
        return limit;
    }

    /// <summary>Whether a granule is tracked and in a state.</summary>
    public bool Is(ulong address, GranuleState state) => IsTracked(address) && this[address] == state;

    /// <summary>The state of a granule; setting is for tracked addresses only.</summary>
    /// <param name="address">Any address in the granule.</param>
    public GranuleState this[ulong address]
    {
        get
        {
            int bank = BankOf(address);
            if (bank < 0)
                return GranuleState.Undelegated;
            ulong offset = address - _banks[bank].Base;
            GranuleState[]? region = _regions[bank][offset >> RegionShift];
            return region is null ? GranuleState.Undelegated : region[IndexIn(offset)];
        }
        set
        {
            int bank = BankOf(address);
            if (bank < 0)
                throw new InvalidOperationException($"granule 0x{address:x} is not tracked");
            ulong offset = address - _banks[bank].Base;
            ref GranuleState[]? region = ref _regions[bank][offset >> RegionShift];
            region ??= new GranuleState[GranulesPerRegion];
            ref GranuleState state = ref region[IndexIn(offset)];
            if (state == GranuleState.Undelegated && value != GranuleState.Undelegated)
                DelegatedGranules++;
            else if (state != GranuleState.Undelegated && value == GranuleState.Undelegated)
                DelegatedGranules--;
            if (state != value)
                StateChanged?.Invoke(address, state, value);
            state = value;
        }
    }

    /// <summary>Whether every granule of a block is tracked and in a state.</summary>
    /// <param name="block">First address.</param>
    /// <param name="sizeBytes">Its size, whole granules.</param>
    /// <param name="state">The state, not UNDELEGATED.</param>
    public bool AreAll(ulong block, ulong sizeBytes, GranuleState state)
    {
        for (ulong end = block + sizeBytes; block < end;)
        {
            if (!IsTracked(block))
                return false;
            ReadOnlySpan<GranuleState> run = RunAt(block, end);
            if (run.IsEmpty || MemoryMarshal.AsBytes(run).ContainsAnyExcept((byte)state))
                return false;
            block += (ulong)run.Length << _shift;
        }
        return true;
    }

    /// <summary>Changes the state of every granule of a block, all of which are in use and stay so.</summary>
    /// <param name="block">First address.</param>
    /// <param name="sizeBytes">Its size, whole granules.</param>
    /// <param name="state">The new state, not UNDELEGATED.</param>
    public void SetAll(ulong block, ulong sizeBytes, GranuleState state)
    {
        for (ulong end = block + sizeBytes; block < end;)
        {
            Span<GranuleState> run = RunAt(block, end);
            if (run.IsEmpty || MemoryMarshal.AsBytes(run).Contains((byte)GranuleState.Undelegated))
                throw new InvalidOperationException($"a granule from 0x{block:x} on is not in use");
            for (int i = 0; StateChanged is { } changed && i < run.Length; i++)
            {
                if (run[i] != state)
                    changed(block + ((ulong)i << _shift), run[i], state);
            }
            run.Fill(state);
            block += (ulong)run.Length << _shift;
        }
    }

    /// <summary>For checks: every granule that is not UNDELEGATED.</summary>
    public IEnumerable<(ulong Granule, GranuleState State)> InUse() =>
        Touched().Where(granule => granule.State != GranuleState.Undelegated);

    /// <summary>For checks: every granule that is UNDELEGATED and stands beside one that was not, some time.</summary>
    public IEnumerable<ulong> Undelegated() =>
        Touched().Where(granule => granule.State == GranuleState.Undelegated).Select(granule => granule.Granule);

    private IEnumerable<(ulong Granule, GranuleState State)> Touched()
    {
        for (int bank = 0; bank < _banks.Length; bank++)
        {
            for (int region = 0; region < _regions[bank].Length; region++)
            {
                if (_regions[bank][region] is not { } states)
                    continue;
                ulong address = _banks[bank].Base + ((ulong)region << RegionShift);
                for (int i = 0; i < states.Length; i++)
                    yield return (address + (ulong)i * GranuleBytes, states[i]);
            }
        }
    }

    // States from one granule on, as far as they stand side by side and are tracked alike; none where no granule has ever been in use.
    private Span<GranuleState> RunAt(ulong address, ulong end)
    {
        int bank = BankOf(address);
        ulong offset = address - (bank < 0 ? 0 : _banks[bank].Base);
        if (bank < 0 || _regions[bank][offset >> RegionShift] is not { } states)
            return [];
        ulong limit = Math.Min(_banks[bank].Base + _banks[bank].SizeBytes, Tracking.BaseOf(address) + Tracking.RegionBytes);
        ulong granules = (Math.Min(end, limit) - address) >> _shift;
        int first = IndexIn(offset);
        return states.AsSpan(first, (int)Math.Min(granules, (ulong)(states.Length - first)));
    }

    private int RegionShift => _shift + 9;

    private int IndexIn(ulong offset) => (int)(offset >> _shift) & (GranulesPerRegion - 1);

    private RmmMemoryBank WholeGranules(RmmMemoryBank bank)
    {
        ulong start = (bank.Base + GranuleBytes - 1) & ~(GranuleBytes - 1);
        ulong end = (bank.Base + bank.SizeBytes) & ~(GranuleBytes - 1);
        return bank with { Base = start, SizeBytes = end > start ? end - start : 0 };
    }

    private int BankOf(ulong address)
    {
        for (int i = 0; i < _banks.Length; i++)
        {
            if (address - _banks[i].Base < _banks[i].SizeBytes)
                return i;
        }
        return -1;
    }
}
