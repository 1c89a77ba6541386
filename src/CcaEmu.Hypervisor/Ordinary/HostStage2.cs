using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Rmi;
using F = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>Stage 2 translation tables of an ordinary virtual machine, in the host's own memory, written by the host.</summary>
/// <remarks>
/// Arm ARM (DDI 0487), D8.3, VMSAv8-64 translation table format; HCR_EL2.FWB is 1, so that attributes are the host's say. Break before make:
/// an entry that goes is cleared, and TLBs are told, before anything else takes its place.
/// </remarks>
/// <param name="services">The host's memory.</param>
/// <param name="machine">The virtual machine.</param>
internal sealed class HostStage2(HostServices services, OrdinaryMachine machine)
{
    private const int LastLevel = 3;
    private const ulong InnerShareable = 3UL << 8;

    private readonly SortedSet<ulong> _tables = [];

    private TranslationGranule Granule => services.PageSize.Granule;

    /// <summary>Tables below the root.</summary>
    public int TableCount => _tables.Count;

    /// <summary>Maps a page or block.</summary>
    /// <param name="ipa">A multiple of what an entry of the level maps.</param>
    /// <param name="pa">Likewise.</param>
    /// <param name="level">3 for a page, 2 for a block.</param>
    /// <param name="isReadOnly">Whether the guest may only read it, and execute.</param>
    /// <returns>EEXIST: something is mapped there; ENOMEM.</returns>
    public HostResult Map(ulong ipa, ulong pa, int level, bool isReadOnly)
    {
        HostResult result = Find(ipa, level, create: true, out ulong entry, out int found, out Stage2Descriptor descriptor);
        if (!result.IsOk)
            return result;
        if (found != level || descriptor.IsValid)
            return HostResult.Fail(Errno.EEXIST, $"IPA 0x{ipa:X} is mapped at level {found}");
        ulong attributes = F.MemAttr.Set(0, (ulong)Stage2MemoryAttributes.NormalWriteBack) | InnerShareable | F.AF | F.S2APRead
            | (isReadOnly ? 0 : F.S2APWrite);
        return Write(entry, Stage2Descriptor.Leaf(pa, level, Granule, attributes).Value);
    }

    /// <summary>Whether a block could be mapped: nothing is there, not even a table.</summary>
    public bool IsEmpty(ulong ipa, int level)
    {
        Find(ipa, level, create: false, out _, out int found, out Stage2Descriptor descriptor);
        return found <= level && !descriptor.IsValid;
    }

    /// <summary>Unmaps a range; a block of which only a part goes is split into pages first.</summary>
    /// <returns>ENOMEM: no page for the table that splits a block.</returns>
    public HostResult Unmap(PageRange range)
    {
        bool any = false;
        HostResult result = HostResult.Ok;
        for (ulong ipa = range.Base; ipa < range.End && result.IsOk;)
        {
            result = Find(ipa, LastLevel, create: false, out ulong entry, out int level, out Stage2Descriptor descriptor);
            ulong size = Granule.EntrySizeBytes(level);
            ulong start = ipa & ~(size - 1);
            if (result.IsOk && descriptor.IsValid && (start < range.Base || start + size > range.End))
            {
                result = Split(level, entry, descriptor);
                continue;
            }
            if (result.IsOk && descriptor.IsValid)
            {
                result = Write(entry, 0);
                any = true;
            }
            ipa = start + size;
        }
        if (any)
            InvalidateTlb();
        return result;
    }

    /// <summary>Frees all tables but the root. The one way in which they go; nothing is walked, the host knows what is its own.</summary>
    public void Destroy()
    {
        InvalidateTlb();
        foreach (ulong table in _tables)
            services.FreePage(table);
        _tables.Clear();
    }

    // Entry of an address at a level, or where the walk ends above it.
    private HostResult Find(ulong ipa, int level, bool create, out ulong entry, out int found, out Stage2Descriptor descriptor)
    {
        found = machine.Geometry.StartLevel;
        ulong table = machine.Root;
        int extra = found == machine.Geometry.StartLevel ? System.Numerics.BitOperations.Log2((uint)machine.Geometry.RootGranules) : 0;
        while (true)
        {
            ulong index = ipa / Granule.EntrySizeBytes(found) & ((1UL << (Granule.BitsPerLevel() + extra)) - 1);
            extra = 0;
            entry = table + index * sizeof(ulong);
            HostResult read = services.Physical.Read64(entry, out ulong word);
            descriptor = new Stage2Descriptor(word);
            if (!read.IsOk || found == level || (descriptor.IsValid && descriptor.Kind(found, Granule) != DescriptorKind.Table))
                return read;
            if (!descriptor.IsValid)
            {
                if (!create)
                    return read;
                HostResult made = services.AllocateZeroedPage(out ulong next);
                if (!made.IsOk)
                    return made;
                _tables.Add(next);
                machine.RttsCreated++;
                made = Write(entry, Stage2Descriptor.Table(next).Value);
                if (!made.IsOk)
                    return made;
                table = next;
            }
            else
            {
                table = descriptor.TableAddress(Granule);
            }
            found++;
        }
    }

    private HostResult Split(int level, ulong entry, Stage2Descriptor block)
    {
        HostResult result = services.AllocateZeroedPage(out ulong table);
        if (!result.IsOk)
            return result;
        ulong size = Granule.EntrySizeBytes(level + 1);
        ulong attributes = block.Value & (F.MemAttr.Mask | F.S2AP.Mask | F.SH.Mask | F.AF | F.XN.Mask);
        ulong pa = block.OutputAddress(level, Granule);
        for (ulong i = 0; i < Granule.EntrySizeBytes(level) / size && result.IsOk; i++)
            result = Write(table + i * sizeof(ulong), Stage2Descriptor.Leaf(pa + i * size, level + 1, Granule, attributes).Value);
        _tables.Add(table);
        machine.RttsCreated++;
        if (result.IsOk)
            result = Write(entry, 0);
        InvalidateTlb();
        return result.IsOk ? Write(entry, Stage2Descriptor.Table(table).Value) : result;
    }

    private HostResult Write(ulong address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return services.Physical.Write(address, bytes);
    }

    // TLBI VMALLS12E1IS; wider than this VMID alone, which is allowed.
    private void InvalidateTlb()
    {
        services.Pe.Charge(HypervisorCosts.TlbInvalidate);
        services.Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.NonSecure);
        foreach (ProcessingElement other in services.Pe.Peers)
            other.InvalidateTlb(ExceptionLevel.EL1, SecurityState.NonSecure);
    }
}
