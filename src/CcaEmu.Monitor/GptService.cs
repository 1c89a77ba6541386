using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <summary>Builds the Granule Protection Table in Root memory, turns checking on, and moves granules between Non-secure and Realm.</summary>
/// <remarks>
/// The format is the architecture's (Arm ARM, D9.6): level 0 in trusted SRAM, a level 1 table for each GiB that holds more than one GPI.
/// Either all level 1 tables exist from the start, so that RMI_GPT_L1_CREATE finds nothing to do, or entries that are Non-secure as a whole
/// are blocks until it asks. Transitions follow D9.8 "GPT maintenance": write the entry, TLBI RPALOS, DSB.
/// </remarks>
internal sealed partial class GptService
{
    private const ulong MonitorEnd = FvpMemoryMap.Dram1 + FvpMemoryMap.Dram1Size;

    private readonly GptGeometry _geometry = new(ProtectedBits: 40, L0Bits: 30, GranuleBits: 12);
    private readonly Machine.Machine _machine;
    private readonly List<RmmMemoryBank> _delegable = [];
    private ulong _nextTable = FvpMemoryMap.Level1Gpts;

    public GptService(Machine.Machine machine, bool dynamic)
    {
        _machine = machine;
        _dynamic = dynamic;
        _delegable.Add(new RmmMemoryBank(FvpMemoryMap.Dram1, FvpMemoryMap.Rmm - FvpMemoryMap.Dram1));
        if (machine.Options.Dram2Bytes != 0)
            _delegable.Add(new RmmMemoryBank(FvpMemoryMap.Dram2, machine.Options.Dram2Bytes));
    }

    /// <summary>The banks that may become Realm memory, as the boot manifest tells the RMM.</summary>
    public IReadOnlyList<RmmMemoryBank> DelegableBanks => _delegable;

    /// <summary>PGS, L0GPTSZ and PPS as FIRME's granule feature register 1 shows them.</summary>
    public ulong Shape
    {
        get
        {
            ulong gpccr = _geometry.Encode();
            return GPCCR_EL3.PGS.Get(gpccr) | GPCCR_EL3.L0GPTSZ.Get(gpccr) << 2 | GPCCR_EL3.PPS.Get(gpccr) << 6;
        }
    }

    /// <summary>Whether an address lies in memory that software of the Non-secure world may be started in.</summary>
    public bool IsNonSecureMemory(ulong address) => _delegable.Exists(bank => address - bank.Base < bank.SizeBytes);

    /// <summary>Builds the table with checking off, then turns it on for a PE.</summary>
    public void Build(ProcessingElement pe)
    {
        for (int i = 0; i < _geometry.L0Entries; i++)
            Write(pe, FvpMemoryMap.Level0Gpt + (ulong)i * 8, GptL0Descriptor.Block(Gpi.Any).Value);
        Protect(pe, FvpMemoryMap.TrustedSram, FvpMemoryMap.TrustedSramSize, Gpi.Root);
        Protect(pe, FvpMemoryMap.TrustedDram, FvpMemoryMap.TrustedDramSize, Gpi.Secure);
        foreach (RmmMemoryBank bank in _delegable)
            ProtectBank(pe, bank);
        Protect(pe, FvpMemoryMap.Rmm, FvpMemoryMap.MonitorDram - FvpMemoryMap.Rmm, Gpi.Realm);
        Protect(pe, FvpMemoryMap.MonitorDram, MonitorEnd - FvpMemoryMap.MonitorDram, Gpi.Root);
        PutSeal(pe);
        Enable(pe);
    }

    /// <summary>Programs GPTBR_EL3 and GPCCR_EL3 of a PE and turns checking on.</summary>
    public void Enable(ProcessingElement pe)
    {
        // Inner and outer write-back, inner shareable, as firmware sets them up.
        ulong off = GPCCR_EL3.SH.Set(GPCCR_EL3.ORGN.Set(GPCCR_EL3.IRGN.Set(_geometry.Encode(), 1), 1), 3);
        pe[SystemRegister.GPTBR_EL3] = FvpMemoryMap.Level0Gpt >> 12;
        pe[SystemRegister.GPCCR_EL3] = off;
        pe.InvalidateGranuleProtection();
        pe[SystemRegister.GPCCR_EL3] = off | GPCCR_EL3.GPC;
        pe.InvalidateGranuleProtection();
    }

    /// <summary>Moves one granule from one physical address space to another.</summary>
    /// <param name="pe">The PE that asks.</param>
    /// <param name="address">Physical address of the granule.</param>
    /// <param name="from">GPI it must have.</param>
    /// <param name="to">GPI it gets.</param>
    /// <returns>
    /// <see cref="RmmEl3Status.BadAddress"/> when unaligned or not in a delegable bank; <see cref="RmmEl3Status.BadPas"/> when its GPI
    /// is not <paramref name="from"/>.
    /// </returns>
    public RmmEl3Status Move(ProcessingElement pe, ulong address, Gpi from, Gpi to)
    {
        if ((address & 0xFFF) != 0 || !IsDelegable(address) || !TryFindTable(pe, address, out ulong table))
            return RmmEl3Status.BadAddress;
        ulong entryAddress = table + (ulong)_geometry.L1Index(address) * 8;
        var entry = new GptL1Descriptor(Read(pe, entryAddress));
        int granule = _geometry.GranuleIndex(address);
        if (entry.GpiOf(granule) != from)
            return RmmEl3Status.BadPas;
        Write(pe, entryAddress, entry.With(granule, to).Value);
        pe.Count(WorkStep.GranuleMove);
        Invalidate(address, 0x1000);
        pe.Charge(MonitorCosts.GptUpdate);
        pe.Charge(MonitorCosts.TlbInvalidate);
        return RmmEl3Status.Ok;
    }

    /// <summary>Moves a run of granules, as far as it goes, with one invalidation for all of them.</summary>
    /// <param name="pe">The PE that asks.</param>
    /// <param name="address">Physical address of the first granule.</param>
    /// <param name="count">How many.</param>
    /// <param name="from">GPI they must have.</param>
    /// <param name="to">GPI they get.</param>
    /// <param name="moved">How many have been moved.</param>
    /// <returns>What ended the run; <see cref="RmmEl3Status.Ok"/> where nothing did.</returns>
    public RmmEl3Status MoveRun(ProcessingElement pe, ulong address, ulong count, Gpi from, Gpi to, out ulong moved)
    {
        moved = 0;
        RmmEl3Status status = RmmEl3Status.Ok;
        if ((address & 0xFFF) != 0)
            return RmmEl3Status.BadAddress;
        ulong current = 0;
        GptL1Descriptor entry = default;
        bool dirty = false;
        for (; moved < count; moved++)
        {
            ulong granule = address + moved * _geometry.GranuleSizeBytes;
            if (!IsDelegable(granule) || !TryFindTable(pe, granule, out ulong table))
            {
                status = RmmEl3Status.BadAddress;
                break;
            }
            ulong entryAddress = table + (ulong)_geometry.L1Index(granule) * 8;
            if (entryAddress != current)
            {
                if (dirty)
                    Write(pe, current, entry.Value);
                (current, entry, dirty) = (entryAddress, new GptL1Descriptor(Read(pe, entryAddress)), false);
            }
            int index = _geometry.GranuleIndex(granule);
            if (entry.GpiOf(index) != from)
            {
                status = RmmEl3Status.BadPas;
                break;
            }
            (entry, dirty) = (entry.With(index, to), true);
        }
        if (dirty)
            Write(pe, current, entry.Value);
        if (moved > 0)
            Invalidate(address, moved * _geometry.GranuleSizeBytes);
        pe.Count(WorkStep.GranuleMove, moved);
        pe.Charge(MonitorCosts.GptUpdate * (1 + moved / 16));
        pe.Charge(MonitorCosts.TlbInvalidate);
        return status;
    }

    private bool IsDelegable(ulong address)
    {
        foreach (RmmMemoryBank bank in _delegable)
        {
            if (address - bank.Base < bank.SizeBytes)
                return true;
        }
        return false;
    }

    private void Invalidate(ulong address, ulong sizeBytes)
    {
        // An enumerator of the list would be an object for each range.
        for (int i = 0; i < _machine.Pes.Count; i++)
            _machine.Pes[i].InvalidateGranuleProtection(address, sizeBytes);
    }

    private void Protect(ProcessingElement pe, ulong address, ulong sizeBytes, Gpi gpi)
    {
        ulong end = address + sizeBytes;
        while (address < end)
        {
            ulong table = TableFor(pe, address);
            ulong entryAddress = table + (ulong)_geometry.L1Index(address) * 8;
            bool wholeEntry = _geometry.GranuleIndex(address) == 0 && end - address >= 16 * _geometry.GranuleSizeBytes;
            GptL1Descriptor entry = wholeEntry
                ? GptL1Descriptor.Granules(gpi)
                : new GptL1Descriptor(Read(pe, entryAddress)).With(_geometry.GranuleIndex(address), gpi);
            Write(pe, entryAddress, entry.Value);
            address += wholeEntry ? 16 * _geometry.GranuleSizeBytes : _geometry.GranuleSizeBytes;
        }
    }

    /// <summary>The level 1 table that covers an address; made where there is none yet, with the block's GPI in every granule.</summary>
    private ulong TableFor(ProcessingElement pe, ulong address)
    {
        ulong entryAddress = FvpMemoryMap.Level0Gpt + (ulong)_geometry.L0Index(address) * 8;
        var entry = new GptL0Descriptor(Read(pe, entryAddress));
        if (entry.Kind(_geometry, nso: false) == GptDescriptorKind.Table)
            return entry.TableAddress;
        ulong table = _nextTable;
        _nextTable += _geometry.L1TableSizeBytes;
        if (_nextTable > MonitorEnd)
            throw new InvalidOperationException("the level 1 Granule Protection Tables do not fit their 1 MiB");
        ulong filler = GptL1Descriptor.Granules(entry.Gpi).Value;
        for (int i = 0; i < _geometry.L1Entries; i++)
            Write(pe, table + (ulong)i * 8, filler);
        Write(pe, entryAddress, GptL0Descriptor.Table(table).Value);
        return table;
    }

    private static ulong Read(ProcessingElement pe, ulong address)
    {
        pe.Count(WorkStep.GptRead);
        MemoryResult result = pe.Physical.Read(new PhysicalAddress(address, Pas.Root), 8, out ulong value);
        return result.Ok ? value : throw new InvalidOperationException($"the monitor cannot read its table at 0x{address:x}");
    }

    private static void Write(ProcessingElement pe, ulong address, ulong value)
    {
        pe.Count(WorkStep.GptWrite);
        MemoryResult result = pe.Physical.Write(new PhysicalAddress(address, Pas.Root), 8, value);
        if (!result.Ok)
            throw new InvalidOperationException($"the monitor cannot write its table at 0x{address:x}");
    }
}
