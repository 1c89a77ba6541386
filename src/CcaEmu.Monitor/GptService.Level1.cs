using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <content>Level 1 tables that come and go at run time.</content>
internal sealed partial class GptService
{
    private readonly bool _dynamic;

    // Level 0 entries that are, or were at boot, Non-secure blocks.
    private readonly List<ulong> _unfoldable = [];

    /// <summary>The level 0 entries that boot has left as Non-secure blocks.</summary>
    public IReadOnlyList<ulong> Unfoldable => _unfoldable;

    /// <summary>Bytes that a level 0 entry covers.</summary>
    public ulong L0EntrySizeBytes => _geometry.L0EntrySizeBytes;

    /// <summary>Replaces a level 0 block by a level 1 table in memory that was Non-secure, with the block's GPI in every granule.</summary>
    /// <param name="pe">The PE that asks.</param>
    /// <param name="address">First address of the level 0 entry.</param>
    /// <param name="table">Memory for the table, aligned to its size; it becomes Root.</param>
    /// <returns>
    /// <see cref="FirmeStatus.InvalidParameters"/> when an address is unaligned or the table is not in delegable memory;
    /// <see cref="FirmeStatus.Exists"/> when there is a table; <see cref="FirmeStatus.Denied"/> when the block may not be unfolded;
    /// <see cref="FirmeStatus.BadData"/> when the memory is not Non-secure, or lies in another block, so that it cannot be made Root.
    /// </returns>
    public FirmeStatus CreateLevel1(ProcessingElement pe, ulong address, ulong table)
    {
        if ((address & (_geometry.L0EntrySizeBytes - 1)) != 0 || address >= _geometry.ProtectedEnd)
            return FirmeStatus.InvalidParameters;
        if (TryFindTable(pe, address, out _))
            return FirmeStatus.Exists;
        if (!_unfoldable.Contains(address))
            return FirmeStatus.Denied;
        ulong size = _geometry.L1TableSizeBytes;
        if ((table & (size - 1)) != 0 || !IsDelegable(table) || !IsDelegable(table + size - 1))
            return FirmeStatus.InvalidParameters;
        bool describesItself = table - address < _geometry.L0EntrySizeBytes;
        ulong granules = size / _geometry.GranuleSizeBytes;
        if (!describesItself && MoveRun(pe, table, granules, Gpi.NonSecure, Gpi.Root, out ulong moved) != RmmEl3Status.Ok)
        {
            MoveRun(pe, table, moved, Gpi.Root, Gpi.NonSecure, out _);
            return FirmeStatus.BadData;
        }
        // A table that describes itself can only be written as Non-secure memory first. Another PE may write there, too, until the table is in
        // force: it is written again then, and nothing but Non-secure memory is at stake before that.
        if (describesItself && MecService.IsOffered(pe))
            FillUnchecked(pe, address, table);
        else
            FillLevel1(pe, address, table, describesItself ? Pas.NonSecure : Pas.Root);
        Write(pe, Level0EntryAddress(address), GptL0Descriptor.Table(table).Value);
        Invalidate(address, _geometry.L0EntrySizeBytes);
        if (describesItself)
        {
            FillLevel1(pe, address, table, Pas.Root);
            Invalidate(address, _geometry.L0EntrySizeBytes);
        }
        pe.Charge(MonitorCosts.GptUpdate * (ulong)_geometry.L1Entries);
        pe.Charge(2 * MonitorCosts.TlbInvalidate);
        return FirmeStatus.Success;
    }

    /// <summary>Replaces a level 1 table by a Non-secure block; its memory becomes Non-secure, wiped.</summary>
    /// <param name="pe">The PE that asks.</param>
    /// <param name="address">First address of the level 0 entry.</param>
    /// <param name="table">The memory of the table.</param>
    /// <returns>
    /// <see cref="FirmeStatus.InvalidParameters"/> when the address is unaligned; <see cref="FirmeStatus.NoEntry"/> when there is no table;
    /// <see cref="FirmeStatus.Denied"/> when it was made at boot; <see cref="FirmeStatus.Conflict"/> when a granule, apart from those of the
    /// table itself, is not Non-secure.
    /// </returns>
    public FirmeStatus DestroyLevel1(ProcessingElement pe, ulong address, out ulong table)
    {
        table = 0;
        if ((address & (_geometry.L0EntrySizeBytes - 1)) != 0 || address >= _geometry.ProtectedEnd)
            return FirmeStatus.InvalidParameters;
        if (!TryFindTable(pe, address, out ulong found))
            return FirmeStatus.NoEntry;
        if (!_unfoldable.Contains(address))
            return FirmeStatus.Denied;
        if (!IsHomogeneous(pe, address, found))
            return FirmeStatus.Conflict;
        table = found;
        ulong size = _geometry.L1TableSizeBytes;
        Write(pe, Level0EntryAddress(address), GptL0Descriptor.Block(Gpi.NonSecure).Value);
        Invalidate(address, _geometry.L0EntrySizeBytes);
        bool describedItself = table - address < _geometry.L0EntrySizeBytes;
        Wipe(pe, table, describedItself ? Pas.NonSecure : Pas.Root);
        if (!describedItself)
            MoveRun(pe, table, size / _geometry.GranuleSizeBytes, Gpi.Root, Gpi.NonSecure, out _);
        pe.Charge(MonitorCosts.GptUpdate * (ulong)_geometry.L1Entries);
        pe.Charge(2 * MonitorCosts.TlbInvalidate);
        return FirmeStatus.Success;
    }

    // Level 0 entries that lie in a bank as a whole stay blocks where tables come at run time.
    private void ProtectBank(ProcessingElement pe, RmmMemoryBank bank)
    {
        ulong end = bank.Base + bank.SizeBytes;
        ulong region = _geometry.L0EntrySizeBytes;
        for (ulong address = bank.Base; address < end;)
        {
            ulong next = Math.Min(end, (address & ~(region - 1)) + region);
            if (_dynamic && next - address == region)
            {
                Write(pe, Level0EntryAddress(address), GptL0Descriptor.Block(Gpi.NonSecure).Value);
                _unfoldable.Add(address);
            }
            else
            {
                Protect(pe, address, next - address, Gpi.NonSecure);
            }
            address = next;
        }
    }

    private void FillLevel1(ProcessingElement pe, ulong address, ulong table, Pas pas)
    {
        ulong run = 16 * _geometry.GranuleSizeBytes;
        for (int i = 0; i < _geometry.L1Entries; i++)
        {
            GptL1Descriptor entry = GptL1Descriptor.Granules(Gpi.NonSecure);
            ulong first = address + (ulong)i * run;
            for (int granule = 0; granule < 16; granule++)
            {
                if (first + (ulong)granule * _geometry.GranuleSizeBytes - table < _geometry.L1TableSizeBytes)
                    entry = entry.With(granule, Gpi.Root);
            }
            Demand(pe.Physical.Write(new PhysicalAddress(table + (ulong)i * 8, pas), 8, entry.Value), table);
        }
    }

    // What is written in the Non-secure space is noise to walks of the table, which are Root's: this PE writes it as Root without checks.
    private void FillUnchecked(ProcessingElement pe, ulong address, ulong table)
    {
        ulong gpccr = pe[SystemRegister.GPCCR_EL3];
        pe[SystemRegister.GPCCR_EL3] = gpccr & ~GPCCR_EL3.GPC;
        FillLevel1(pe, address, table, Pas.Root);
        pe[SystemRegister.GPCCR_EL3] = gpccr;
    }

    private bool IsHomogeneous(ProcessingElement pe, ulong address, ulong table)
    {
        ulong run = 16 * _geometry.GranuleSizeBytes;
        for (int i = 0; i < _geometry.L1Entries; i++)
        {
            var entry = new GptL1Descriptor(Read(pe, table + (ulong)i * 8));
            for (int granule = 0; granule < 16; granule++)
            {
                ulong at = address + (ulong)i * run + (ulong)granule * _geometry.GranuleSizeBytes;
                if (at - table >= _geometry.L1TableSizeBytes && entry.GpiOf(granule) != Gpi.NonSecure)
                    return false;
            }
        }
        return true;
    }

    private void Wipe(ProcessingElement pe, ulong table, Pas pas) =>
        Demand(pe.Physical.Clear(new PhysicalAddress(table, pas), _geometry.L1TableSizeBytes), table);

    private ulong Level0EntryAddress(ulong address) => FvpMemoryMap.Level0Gpt + (ulong)_geometry.L0Index(address) * 8;

    private bool TryFindTable(ProcessingElement pe, ulong address, out ulong table)
    {
        var entry = new GptL0Descriptor(Read(pe, Level0EntryAddress(address)));
        table = entry.TableAddress;
        return entry.Kind(_geometry, nso: false) == GptDescriptorKind.Table;
    }

    private static void Demand(MemoryResult result, ulong address)
    {
        if (!result.Ok)
            throw new InvalidOperationException($"the monitor cannot write its table at 0x{address:x}");
    }
}
