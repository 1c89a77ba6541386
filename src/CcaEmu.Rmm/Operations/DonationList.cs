using System.Numerics;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Operations;

/// <summary>The RMI Address List of one OP_MEM_DONATE, copied from the host once and checked against what was asked for.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), command RMI_OP_MEM_DONATE. What lies beyond the page of the list is not read.</remarks>
internal sealed class DonationList
{
    private readonly List<AddressRangeDescriptor> _ranges = [];
    private RttGeometry _geometry;
    private DonationRequirements _wanted;
    private bool _isEncodingValid;

    /// <summary>Reads the list of an RMI_OP_MEM_DONATE: X2 its address, X3 its entries.</summary>
    /// <param name="call">The call, for an operation that wants memory, or wants none and is refused for that.</param>
    /// <returns>False where the host's memory refuses it.</returns>
    public bool TryRead(RmiCall call)
    {
        _ranges.Clear();
        _geometry = call.Rmm.Geometry;
        (_wanted, _isEncodingValid) = (call.Named!.Wanted, true);
        ulong list = call[2], room = (_geometry.GranuleBytes - (list & (_geometry.GranuleBytes - 1))) / 8;
        for (ulong i = 0; i < Math.Min(call[3], room); i++)
        {
            if (!call.Host.TryRead64(list + i * 8, out ulong word))
                return false;
            word = call.Rmm.AddressRange.ToCanonical(word);
            _isEncodingValid &= AddressRangeDescriptor.TryDecode(word, _geometry.Granule, out AddressRangeDescriptor range);
            _ranges.Add(range);
        }
        return call.Host.IsAccessible(list, _geometry.GranuleBytes);
    }

    /// <summary>Whether there is more memory in it than was asked for.</summary>
    public bool IsTooMuch
    {
        get
        {
            ulong left = (ulong)_wanted.Count * BlockBytes;
            foreach (AddressRangeDescriptor range in _ranges)
            {
                ulong size = range.SizeBytes(_geometry.Granule);
                if (size > left)
                    return true;
                left -= size;
            }
            return false;
        }
    }

    /// <summary>Whether it is one run, complete and aligned to its size, where that was asked for.</summary>
    public bool IsContiguousAsWanted
    {
        get
        {
            if (!_wanted.IsContiguous || _ranges.Count == 0)
                return true;
            ulong next = _ranges[0].Address;
            foreach (AddressRangeDescriptor range in _ranges)
            {
                if (range.Address != next)
                    return false;
                next += range.SizeBytes(_geometry.Granule);
            }
            ulong size = next - _ranges[0].Address;
            ulong alignment = 1UL << BitOperations.Log2(size | 1);
            return size == (ulong)_wanted.Count * BlockBytes && (_ranges[0].Address & (alignment - 1)) == 0;
        }
    }

    /// <summary>Whether every range is of whole blocks, in descriptors that mean something.</summary>
    public bool IsAligned => _isEncodingValid && _ranges.TrueForAll(range =>
        range.Count > 0 && ((range.Address | range.SizeBytes(_geometry.Granule)) & (BlockBytes - 1)) == 0);

    /// <summary>Whether the first range has the state that was asked for.</summary>
    public bool IsFirstInState(GranuleTable granules) => _ranges.Count == 0 || IsInState(granules, _ranges[0]);

    /// <summary>Takes the ranges in order, up to the first that is in another state.</summary>
    /// <returns>Granules taken.</returns>
    public ulong Take(RmiCall call, StatefulOperation operation)
    {
        ulong taken = 0;
        foreach (AddressRangeDescriptor range in _ranges)
        {
            if (!IsInState(call.Rmm.Granules, range))
                break;
            ulong size = range.SizeBytes(_geometry.Granule);
            SetState(call, range, GranuleState.Internal);
            operation.Donate(range with { IsUndelegated = _wanted.IsUndelegated }, (int)(size / BlockBytes));
            taken += size / _geometry.GranuleBytes;
        }
        return taken;
    }

    /// <summary>Sets the state of every granule of a range.</summary>
    public static void SetState(RmiCall call, AddressRangeDescriptor range, GranuleState state)
    {
        ulong size = range.SizeBytes(call.Rmm.RmiGranule);
        for (ulong offset = 0; offset < size; offset += call.Rmm.GranuleBytes)
            call.SetState(range.Address + offset, state);
    }

    private ulong BlockBytes => _geometry.EntrySize(_wanted.Level);

    private bool IsInState(GranuleTable granules, AddressRangeDescriptor range)
    {
        GranuleState state = _wanted.IsUndelegated ? GranuleState.Undelegated : GranuleState.Delegated;
        ulong size = range.SizeBytes(_geometry.Granule);
        for (ulong offset = 0; offset < size; offset += _geometry.GranuleBytes)
        {
            if (!granules.IsFine(range.Address + offset) || granules[range.Address + offset] != state)
                return false;
        }
        return range.IsUndelegated == _wanted.IsUndelegated;
    }
}
