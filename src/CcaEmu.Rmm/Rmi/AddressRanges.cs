using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// The output addresses of a map command: one descriptor in a register, or a list of them in the host's memory.
/// </summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), type RmiAddrRangeDesc. Blocks are handed out one by one; all have the size of the first.
/// </remarks>
internal sealed class AddressRanges
{
    private HostMemory _host;
    private AbiWord _layout = AbiWords.Bet1.AddressRange4K;
    private RttGeometry _geometry;
    private bool _isList;
    private ulong _list;
    private int _left;
    private AddressRangeDescriptor _range;
    private int _taken;

    /// <summary>Level of the blocks: 0 to 3, as far as the Realm's tables have blocks there.</summary>
    public int Level { get; private set; }

    /// <summary>Address of the next block.</summary>
    public ulong Next => _range.Address + (ulong)_taken * _geometry.EntrySize(Level);

    /// <summary>Starts on a command's arguments.</summary>
    /// <param name="host">The host's memory.</param>
    /// <param name="layout">How the host has descriptors in a list.</param>
    /// <param name="geometry">The Realm's tables.</param>
    /// <param name="flags">The command's flags.</param>
    /// <param name="oaddr">Descriptor, or address of the list.</param>
    /// <returns>False where there is no first block that a table entry could hold.</returns>
    public bool TryStart(HostMemory host, AbiWord layout, RttGeometry geometry, RmiMapFlags flags, ulong oaddr)
    {
        _host = host;
        _layout = layout;
        _geometry = geometry;
        _taken = 0;
        _isList = flags.AddressType == RmiAddressType.List;
        if (!_isList)
        {
            _left = 0;
            if (!TryDecode(oaddr, out _range))
                return false;
            Level = _range.Level;
            return true;
        }
        _list = oaddr;
        _left = flags.ListCount;
        if (_left == 0 || !TryTakeDescriptor(out _range))
            return false;
        Level = _range.Level;
        return true;
    }

    /// <summary>Goes on to the next block.</summary>
    /// <returns>False where there is none, or it is of another size or not usable: the command ends there.</returns>
    public bool TryAdvance()
    {
        if (++_taken < _range.Count)
            return true;
        _taken = 0;
        return _left > 0 && TryTakeDescriptor(out _range) && _range.Level == Level;
    }

    private bool TryTakeDescriptor(out AddressRangeDescriptor range)
    {
        range = default;
        bool ok = _host.TryRead64(_list, out ulong value) && TryDecode(_layout.ToCanonical(value), out range);
        _list += 8;
        _left--;
        return ok;
    }

    private bool TryDecode(ulong value, out AddressRangeDescriptor range) =>
        AddressRangeDescriptor.TryDecode(value, _geometry.Granule, out range)
        && range.Count > 0
        && _geometry.AllowsLeaf(range.Level)
        && range.IsAligned(_geometry.Granule)
        && range.Address < _geometry.OutputLimit
        && range.SizeBytes(_geometry.Granule) <= _geometry.OutputLimit - range.Address;
}
