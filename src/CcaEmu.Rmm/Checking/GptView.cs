using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Checking;

/// <summary>The Granule Protection Table as the PE's registers say it stands in memory, read past the RMM and the monitor.</summary>
/// <remarks>Arm ARM (DDI 0487), section "GPT formats". For checks only: an RMM can neither read these registers nor Root memory.</remarks>
internal sealed class GptView
{
    private readonly ProcessingElement _pe;
    private readonly GptGeometry _geometry;
    private readonly Dictionary<int, ulong[]> _tables = [];

    /// <summary>The table of a PE; level 1 tables are read once each.</summary>
    public GptView(ProcessingElement pe)
    {
        _pe = pe;
        if (!GptGeometry.TryDecode(pe[SystemRegister.GPCCR_EL3], out _geometry))
            throw new InvalidOperationException($"PE{pe.Index}: GPCCR_EL3 0x{pe[SystemRegister.GPCCR_EL3]:x} has no valid geometry");
    }

    /// <summary>The GPI of an address.</summary>
    public Gpi this[ulong address]
    {
        get
        {
            int index = _geometry.L0Index(address);
            if (!_tables.TryGetValue(index, out ulong[]? table))
                _tables[index] = table = Load(index);
            if (table.Length == 1)
                return new GptL0Descriptor(table[0]).Gpi;
            return new GptL1Descriptor(table[_geometry.L1Index(address)]).GpiOf(_geometry.GranuleIndex(address));
        }
    }

    // A block is a table of one word: its own descriptor.
    private ulong[] Load(int index)
    {
        ulong level0 = _pe[SystemRegister.GPTBR_EL3] << 12;
        var entry = new ulong[1];
        Read(level0 + (ulong)index * 8, entry);
        var descriptor = new GptL0Descriptor(entry[0]);
        if (descriptor.Kind(_geometry, nso: false) != GptDescriptorKind.Table)
            return entry;
        var table = new ulong[_geometry.L1Entries];
        Read(descriptor.TableAddress, table);
        return table;
    }

    private void Read(ulong address, Span<ulong> words)
    {
        if (!_pe.Physical.Read(new PhysicalAddress(address, Pas.Root), MemoryMarshal.AsBytes(words)).Ok)
            throw new InvalidOperationException($"no Granule Protection Table at 0x{address:x}");
    }
}
