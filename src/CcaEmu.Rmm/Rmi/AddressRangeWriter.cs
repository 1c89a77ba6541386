using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;

namespace CcaEmu.Rmm.Rmi;

/// <summary>The output of an unmap command: which memory has been unmapped, as the host wants to hear it.</summary>
internal ref struct AddressRangeWriter
{
    private readonly HostMemory _host;
    private readonly AbiWord _layout;
    private readonly TranslationGranule _granule;
    private readonly RmiAddressType _type;
    private readonly ulong _list;
    private readonly int _capacity;
    private AddressRangeDescriptor _range;

    /// <summary>A writer for a command's arguments.</summary>
    /// <param name="host">The host's memory.</param>
    /// <param name="layout">How the host has descriptors in a list.</param>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="flags">The command's flags.</param>
    /// <param name="list">Address of the list; what lies beyond its page is not used.</param>
    public AddressRangeWriter(HostMemory host, AbiWord layout, TranslationGranule granule, RmiMapFlags flags, ulong list)
    {
        _host = host;
        _layout = layout;
        _granule = granule;
        _type = flags.AddressType;
        _list = list;
        _capacity = Math.Min(flags.ListCount, (int)(granule.SizeBytes() - (list & (granule.SizeBytes() - 1))) / 8);
    }

    /// <summary>Number of descriptors written to the list.</summary>
    public int Written { get; private set; }

    /// <summary>The one range, encoded; 0 where there is none or the host did not ask for it.</summary>
    public readonly ulong Single => _type == RmiAddressType.Single && _range.Count > 0 ? _range.Encode(_granule) : 0;

    /// <summary>Whether one more block can be reported.</summary>
    public readonly bool CanAdd(ulong address, int level) => _type switch
    {
        RmiAddressType.None => true,
        _ when Continues(address, level) => true,
        RmiAddressType.Single => _range.Count == 0,
        _ => Written < _capacity - (_range.Count > 0 ? 1 : 0),
    };

    /// <summary>Reports one more block.</summary>
    /// <returns>False where the host's list refuses the write.</returns>
    public bool TryAdd(ulong address, int level)
    {
        if (Continues(address, level))
        {
            _range = _range with { Count = _range.Count + 1 };
            return true;
        }
        bool ok = Flush();
        _range = new AddressRangeDescriptor(address, level, 1);
        return ok;
    }

    /// <summary>Writes what is left to the list.</summary>
    /// <returns>False where the host's list refuses the write.</returns>
    public bool Flush()
    {
        if (_type != RmiAddressType.List || _range.Count == 0)
            return true;
        bool ok = _host.TryWrite64(_list + (ulong)Written * 8, _layout.FromCanonical(_range.Encode(_granule)));
        Written++;
        _range = default;
        return ok;
    }

    private readonly bool Continues(ulong address, int level) =>
        _range.Count > 0 && _range.Count < AddressRangeDescriptor.MaximumCount(_granule) && _range.Level == level
        && address == _range.Address + _range.SizeBytes(_granule);
}
