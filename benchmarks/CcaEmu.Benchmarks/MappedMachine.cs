using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks;

/// <summary>A PE at Realm EL1 with stage 1, stage 2 and granule protection on, and memory mapped page by page at random places.</summary>
/// <remarks>Up to 64 MiB every page is mapped; of a larger size, as many pages as that, spread over it at random.</remarks>
internal sealed class MappedMachine : IDisposable
{
    public const ulong VirtualBase = 0x4000_0000;
    public const int Pages = 16384;

    private const ulong Tables = 0x9000_0000;
    private const ulong Data = 0xA000_0000;

    /// <summary>First IPA; in sizes past 64 MiB far from the tables, which lie flat.</summary>
    public const ulong Ipas = 0x1000_0000, FarIpas = 1UL << 40;

    private ulong _next = Tables;

    public MappedMachine(bool granuleProtection, ulong sizeBytes = Pages * 0x1000UL)
    {
        FirstIpa = sizeBytes <= Pages * 0x1000UL ? Ipas : FarIpas;
        var random = new SeededRandom(11);
        ulong count = Math.Min(sizeBytes >> 12, Pages);
        PageNumbers = [.. Enumerable.Range(0, (int)count).Select(i => count == sizeBytes >> 12 ? (uint)i : (uint)(random.Next() % (sizeBytes >> 12)))];
        Machine = new Machine.Machine(new MachineOptions());
        Pe = Machine.Pes[0];
        // The loops run without the board around them.
        Pe.WatchesTimers = false;
        if (granuleProtection)
            BuildGpt();
        BuildTables();
        Pe[SystemRegister.SCR_EL3] = 1UL << 62 | 0x731;
        Pe[SystemRegister.SPSR_EL3] = 0x3C5;
        Pe.ExceptionReturn();
    }

    public Machine.Machine Machine { get; }

    public ProcessingElement Pe { get; }

    /// <summary>First IPA of the memory.</summary>
    public ulong FirstIpa { get; }

    /// <summary>Numbers of the pages that are mapped, from <see cref="VirtualBase"/> and <see cref="FirstIpa"/>; as many as a power of two.</summary>
    public uint[] PageNumbers { get; }

    /// <summary>Puts instructions at the start of the first page, and the PE there.</summary>
    public void Load(params uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            Pe.Translate(new VirtualAddress(VirtualBase + (ulong)i * 4), AccessKind.Execute, out PhysicalAddress pa, out FaultRecord fault);
            if (fault.IsFault || !Pe.Physical.Write(pa, 4, words[i]).Ok)
                throw new InvalidOperationException($"no code at 0x{VirtualBase:x}: {fault}");
        }
        Pe.PC = VirtualBase;
    }

    /// <summary>Runs from the first page until WFI.</summary>
    /// <param name="count">X4, which the loops count down.</param>
    public void Run(ulong count)
    {
        Pe.PC = VirtualBase;
        Pe.X(4) = count;
        RunStop stop = Pe.Run(ulong.MaxValue >> 2);
        if (stop != RunStop.WaitingForInterrupt || Pe.X(4) != 0)
            throw new InvalidOperationException($"stopped at 0x{Pe.PC:x} with {stop}, ESR 0x{Pe[SystemRegister.ESR_EL1]:x}");
    }

    public void Dispose() => Machine.Dispose();

    private void BuildGpt()
    {
        var geometry = new GptGeometry(40, 30, 12);
        const ulong level0 = 0x0407_0000, level1 = 0xFFF0_0000;
        for (int i = 0; i < geometry.L0Entries; i++)
            Write(level0 + (ulong)i * 8, GptL0Descriptor.Block(Gpi.Any).Value);
        for (ulong gib = 2; gib < 4; gib++)
        {
            ulong table = level1 + (gib - 2) * geometry.L1TableSizeBytes;
            for (int i = 0; i < geometry.L1Entries; i++)
                Write(table + (ulong)i * 8, GptL1Descriptor.Granules(Gpi.Realm).Value);
            Write(level0 + gib * 8, GptL0Descriptor.Table(table).Value);
        }
        Pe[SystemRegister.GPTBR_EL3] = level0 >> 12;
        Pe[SystemRegister.GPCCR_EL3] = geometry.Encode() | 0x3500 | 1UL << 16;
    }

    private void BuildTables()
    {
        var order = Enumerable.Range(0, Pages).Select(i => (ulong)i).ToArray();
        var random = new SeededRandom(7);
        for (int i = Pages - 1; i > 0; i--)
        {
            int j = (int)(random.Next() % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
        ulong stage2 = Table(), stage1 = Table();
        const ulong s2Leaf = 0x400 | 0x300 | 0xC0 | 0x3C, s1Leaf = 0x400 | 0x300;
        for (int i = 0; i < PageNumbers.Length; i++)
        {
            ulong offset = PageNumbers[i] * 0x1000UL;
            Map(stage2, FirstIpa + offset, Data + order[i] * 0x1000, s2Leaf);
            Map(stage1, VirtualBase + offset, FirstIpa + offset, s1Leaf);
        }
        // The stage 1 tables themselves are reached through stage 2, where they lie flat.
        for (ulong table = Tables; table < _next; table += 0x1000)
            Map(stage2, table, table, s2Leaf);
        for (ulong table = Tables; table < _next; table += 0x1000)
            Map(stage2, table, table, s2Leaf);
        Pe[SystemRegister.MAIR_EL1] = 0xFF;
        Pe[SystemRegister.TCR_EL1] = 16 | 16UL << 16 | 1UL << 23 | 5UL << 32;
        Pe[SystemRegister.TTBR0_EL1] = stage1;
        Pe[SystemRegister.SCTLR_EL1] = 1;
        Pe[SystemRegister.VTTBR_EL2] = stage2;
        Pe[SystemRegister.VTCR_EL2] = 16 | 2UL << 6 | 5UL << 16;
        Pe[SystemRegister.HCR_EL2] = 1 | 1UL << 31;
    }

    private ulong Table() => (_next += 0x1000) - 0x1000;

    private void Map(ulong root, ulong input, ulong output, ulong attributes)
    {
        ulong table = root;
        for (int level = 0; level < 3; level++)
        {
            ulong entry = table + ((input >> (39 - 9 * level)) & 511) * 8;
            ulong value = Read(entry);
            if (value == 0)
                Write(entry, value = Table() | 3);
            table = value & 0x0000_FFFF_FFFF_F000;
        }
        Write(table + ((input >> 12) & 511) * 8, output | attributes | 3);
    }

    private ulong Read(ulong address)
    {
        Pe.Physical.Read(new PhysicalAddress(address, Pas.Realm), 8, out ulong value);
        return value;
    }

    private void Write(ulong address, ulong value)
    {
        MemoryResult result = Pe.Physical.Write(new PhysicalAddress(address, address < Tables ? Pas.Root : Pas.Realm), 8, value);
        if (!result.Ok && !Pe.Physical.Write(new PhysicalAddress(address, Pas.Root), 8, value).Ok)
            throw new InvalidOperationException($"no memory at 0x{address:x}");
    }
}
