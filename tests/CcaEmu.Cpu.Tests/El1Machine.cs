using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests;

/// <summary>A PE at EL1 (Non-secure unless said otherwise) with real stage 1 tables, and on request real stage 2 tables and a real GPT.</summary>
internal sealed class El1Machine : IDisposable
{
    private const ulong Valid = 1, PageKind = 2, AF = 1 << 10, Inner = 3 << 8, User = 1 << 6, ReadOnly = 1 << 7;
    private readonly TestPe _inner;
    private readonly ulong _stage1;

    public El1Machine(SecurityState state = SecurityState.NonSecure, PeFeatures? features = null)
    {
        _inner = new TestPe(features);
        _stage1 = _inner.NewTable();
        Pe[SystemRegister.MAIR_EL1] = 0x00FF;
        Pe[SystemRegister.TTBR0_EL1] = _stage1;
        // 39-bit addresses in both halves (start at level 1), 48-bit physical addresses.
        Pe[SystemRegister.TCR_EL1] = 25 | 25UL << 16 | 2UL << 30 | 5UL << 32;
        Map(TestPe.Code, TestPe.Code, writable: false);
        Map(0x1_8000, 0x1_8000, writable: false);
        At(ExceptionLevel.EL1, state);
        Pe[SystemRegister.SCTLR_EL1] = SCTLR_ELx.M;
    }

    public TestPe Bare => _inner;

    public ProcessingElement Pe => _inner.Pe;

    public List<ExceptionTaken> Exceptions => _inner.Exceptions;

    public ExceptionTaken Last => _inner.Last;

    public EsrValue Esr => _inner.Esr;

    /// <summary>Stage 2 root table (level 1, 39-bit addresses), once <see cref="EnableStage2"/> was called.</summary>
    public ulong Stage2 { get; private set; }

    public void Dispose() => _inner.Dispose();

    public void Put64(ulong address, ulong value) => _inner.Put64(address, value);

    public ulong Get64(ulong address) => _inner.Get64(address);

    public El1Machine At(ExceptionLevel level, SecurityState state = SecurityState.NonSecure)
    {
        _inner.At(level, state);
        return this;
    }

    public El1Machine Run(params uint[] words)
    {
        _inner.Run(words);
        return this;
    }

    /// <summary>Maps a page at stage 1 for EL1; returns the address of its descriptor.</summary>
    public ulong Map(ulong va, ulong pa, bool writable, bool user = false, bool device = false, ulong more = 0)
    {
        ulong entry = Entry(_stage1, va);
        Put64(entry, pa | Valid | PageKind | AF | Inner | (writable ? 0 : ReadOnly) | (user ? User : 0) | (device ? 1UL << 2 : 0) | more);
        return entry;
    }

    /// <summary>Turns stage 2 on; whatever stage 1 needs (tables, code, vectors) must be mapped then.</summary>
    public void EnableStage2(ulong vtcrMore = 0)
    {
        Stage2 = _inner.NewTable();
        Pe[SystemRegister.VTTBR_EL2] = Stage2;
        Pe[SystemRegister.VTCR_EL2] = 25 | 1UL << 6 | 5UL << 16 | vtcrMore;
        Pe[SystemRegister.HCR_EL2] |= HCR_EL2.VM;
        for (ulong table = TestPe.Tables; table < TestPe.Tables + 0x1_0000; table += 0x1000)
            MapStage2(table, table, "rw");
        MapStage2(TestPe.Code, TestPe.Code, "rx");
        MapStage2(0x1_8000, 0x1_8000, "rx");
    }

    /// <summary>Maps a page at stage 2 as Normal memory; returns the address of its descriptor.</summary>
    public ulong MapStage2(ulong ipa, ulong pa, string permissions, ulong more = 0)
    {
        ulong entry = Entry(Stage2, ipa);
        ulong s2ap = (permissions.Contains('r') ? 1UL << 6 : 0) | (permissions.Contains('w') ? 1UL << 7 : 0);
        Put64(entry, pa | Valid | PageKind | AF | Inner | 0xF << 2 | s2ap | (permissions.Contains('x') ? 0 : 1UL << 54) | more);
        return entry;
    }

    /// <summary>Address of the level 3 descriptor of an address, made on the way from a level 1 table.</summary>
    public ulong Entry(ulong root, ulong address)
    {
        ulong table = root;
        for (int shift = 30; shift > 12; shift -= 9)
        {
            ulong entry = table + (address >> shift & 0x1FF) * 8;
            ulong value = Get64(entry);
            if ((value & 1) == 0)
            {
                value = _inner.NewTable() | 3;
                Put64(entry, value);
            }
            table = value & 0x0000_FFFF_FFFF_F000;
        }
        return table + (address >> 12 & 0x1FF) * 8;
    }

    /// <summary>Turns granule protection on: all RAM Any, but for what <see cref="SetGpi"/> says.</summary>
    public void EnableGranuleProtection()
    {
        ulong level0 = GptBase, level1 = GptLevel1;
        _inner.Put64(level0, level1 | 3);
        for (ulong i = 0; i < TestPe.RamBytes >> 16; i++)
            _inner.Put64(level1 + i * 8, 0xFFFF_FFFF_FFFF_FFFF);
        Pe[SystemRegister.GPTBR_EL3] = level0 >> 12;
        // PPS 4 GiB, 4 KiB granules, 1 GiB per level 0 entry, write-back cacheable, inner shareable.
        Pe[SystemRegister.GPCCR_EL3] = 1UL << 16 | 3UL << 12 | 1UL << 10 | 1UL << 8;
    }

    public static ulong GptBase => 0x80_0000;

    /// <summary>The level 1 table covers 1 GiB and is aligned to its 128 KiB.</summary>
    public static ulong GptLevel1 => 0x82_0000;

    /// <summary>Writes the GPI of a granule; a TLBI PA* is the test's business.</summary>
    public void SetGpi(ulong granule, Gpi gpi)
    {
        ulong entry = GptLevel1 + (granule >> 16) * 8;
        int shift = (int)(granule >> 12 & 15) * 4;
        _inner.Put64(entry, (_inner.Get64(entry) & ~(15UL << shift)) | (ulong)gpi << shift);
    }

}
