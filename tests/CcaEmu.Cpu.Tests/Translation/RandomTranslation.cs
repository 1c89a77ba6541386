using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Random tables, registers and accesses, biased so that walks get far: most descriptors are sound and point to other tables.</summary>
/// <param name="seed">Equal seeds give equal sequences.</param>
internal sealed class RandomTranslation(int seed)
{
    /// <summary>Stage 1 tables, stage 2 tables and the granule protection table: each a MiB or more from 0 upward.</summary>
    public const ulong Stage1Pool = 0, Stage2Pool = 0x10_0000, GptPool = 0x20_0000, RamBytes = 0x40_0000;

    /// <summary>Banks out of reach of small output sizes, with tables too: the second is beyond 48 bits.</summary>
    public const ulong FarBank = 1UL << 40, HighBank = 1UL << 50, BankBytes = 0x1_0000;

    /// <summary>Banks for level 1 Granule Protection Tables that must be aligned to more than the first bank's size.</summary>
    public const ulong GptBankA = 1UL << 41, GptBankB = 1UL << 42;

    private const int PoolWords = 0x10_0000 / 8, BankWords = (int)BankBytes / 8;
    private readonly byte[] _image = new byte[PoolWords * 8];
    private ulong _state = (ulong)seed * 0x9E37_79B9_7F4A_7C15 + 0x1234_5678;
    private bool _wide;

    public int Next(int bound) => (int)((NextWord() >> 32) * (uint)bound >> 32);

    public bool OneIn(int n) => Next(n) == 0;

    public bool Percent(int chance) => Next(100) < chance;

    public ulong Bits(int count) => count == 0 ? 0 : NextWord() >> (64 - count);

    public T Pick<T>(params ReadOnlySpan<T> values) => values[Next(values.Length)];

    /// <summary>Fills all tables anew, for a PE with some features.</summary>
    public void FillMemory(GranuleProtection plain, PeFeatures features)
    {
        _wide = features.Has(Feature.FEAT_LPA);
        int bad = Pick(0, 1, 3, 10);
        FillPool(plain, Stage1Pool, PoolWords, () => Stage1Descriptor(bad));
        FillPool(plain, Stage2Pool, PoolWords, () => Stage2Descriptor(bad));
        FillPool(plain, FarBank, BankWords, () => Stage1Descriptor(bad));
        FillPool(plain, HighBank, BankWords, () => Stage2Descriptor(bad));
        FillGpt(plain, features.Level0GptBits, features.Has(Feature.FEAT_RME_GPC2));
    }

    /// <summary>Sets the registers that translation below EL3 and at EL3 reads.</summary>
    public void SetRegisters(ProcessingElement pe, ExceptionLevel el)
    {
        ulong sctlr = (Percent(90) ? 1UL : 0) | (Percent(10) ? 2UL : 0) | (Percent(20) ? 1UL << 19 : 0) | (Percent(80) ? 4UL : 0) | Bits(1) << 57;
        ulong hcr = (Percent(70) ? 1UL : 0) | (Percent(5) ? 1UL << 12 : 0) | (Percent(15) ? 1UL << 2 : 0) | Bits(1) << 46 | Bits(1) << 48 | Bits(1) << 37
            | (OneIn(10) ? 1UL << 32 : 0);
        if (el == ExceptionLevel.EL2 && Bits(1) != 0)
            hcr |= 1UL << 34 | Bits(1) << 27;
        if (el == ExceptionLevel.EL0 && OneIn(6))
            hcr |= 1UL << 27 | Bits(1) << 34;
        pe[R.HCR_EL2] = hcr;
        pe[R.SCTLR_EL1] = sctlr;
        pe[R.SCTLR_EL2] = sctlr;
        pe[R.SCTLR_EL3] = sctlr;
        pe[R.TTBR0_EL1] = Table(Stage1Pool);
        pe[R.TTBR1_EL1] = Table(Stage1Pool);
        pe[R.TTBR0_EL2] = Table(Stage1Pool);
        pe[R.TTBR1_EL2] = Table(Stage1Pool);
        pe[R.TTBR0_EL3] = Table(Stage1Pool);
        pe[R.TCR_EL1] = TwoRanges();
        ulong tcr = TxSZ() | Bits(2) << 12 | Bits(2) << 14 | Ps() << 16 | Bits(1) << 20 | (Bits(1) & Bits(1)) << 24 | Bits(2) << 21 | Bits(1) << 29 | Bits(1) << 32;
        pe[R.TCR_EL2] = (hcr >> 34 & 1) != 0 ? TwoRanges() : tcr;
        pe[R.TCR_EL3] = tcr;
        ulong mair = 0;
        for (int i = 0; i < 8; i++)
            mair |= (ulong)Pick(0xFF, 0xFF, 0xFF, 0x44, 0xBB, 0xFF, 0x00, 0x04, 0x0C, 0x08, 0xAA, 0x77, 0x4F, 0xF4, 0x5D, 0x40, 0xA0, 0x01, 0x0D) << (i * 8);
        pe[R.MAIR_EL1] = mair;
        pe[R.MAIR_EL2] = mair;
        pe[R.MAIR_EL3] = mair;
        bool ds = Bits(1) != 0;
        pe[R.VTTBR_EL2] = Table(Stage2Pool);
        pe[R.VTCR_EL2] = Ps() << 16 | Bits(2) << 8 | Bits(2) << 12 | Bits(2) << 21 | (OneIn(3) ? Bits(2) << 29 : 0) | (ds ? 1UL << 32 : 0) | Stage2Shape(ds);
        pe[R.VSTTBR_EL2] = Table(Stage2Pool);
        pe[R.VSTCR_EL2] = Stage2Shape(ds) | (OneIn(3) ? Bits(2) << 29 : 0);
        SetGpt(pe);
        SetMecids(pe);
    }

    /// <summary>A virtual address, mostly inside the ranges that TCR gives.</summary>
    public ulong Address(ProcessingElement pe, ExceptionLevel el)
    {
        bool host = (pe[R.HCR_EL2] >> 34 & 1) != 0 && el is ExceptionLevel.EL0 or ExceptionLevel.EL2;
        bool upper = (el < ExceptionLevel.EL2 || host) && Bits(1) != 0;
        ulong tcr = pe[el switch { ExceptionLevel.EL3 => R.TCR_EL3, ExceptionLevel.EL2 => R.TCR_EL2, _ => host ? R.TCR_EL2 : R.TCR_EL1 }];
        int smallest = _wide ? 12 : 16;
        int size = 64 - Math.Clamp((int)(tcr >> (upper ? 16 : 0)) & 63, smallest, 39);
        if (OneIn(3))
            size = Math.Min(size, 21 + Next(14));
        if (OneIn(30))
            size = Math.Min(63, size + 1 + Next(10));
        ulong va = Bits(size);
        if (upper)
            va |= ulong.MaxValue << (64 - Math.Clamp((int)(tcr >> 16) & 63, smallest, 39));
        if (OneIn(5))
            va ^= Bits(8) << 56;
        return va;
    }

    private ulong NextWord()
    {
        ulong z = _state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ z >> 30) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ z >> 27) * 0x94D0_49BB_1331_11EB;
        return z ^ z >> 31;
    }

    private ulong TwoRanges() => TxSZ() | TxSZ() << 16 | Bits(2) << 12 | Bits(2) << 28 | Bits(2) << 14 | Bits(2) << 30 | Ps() << 32 | Bits(4) << 37
        | (Bits(2) & Bits(2)) << 41 | (OneIn(20) ? 1UL << 7 : 0) | (OneIn(20) ? 1UL << 23 : 0) | Bits(1) << 22 | Bits(1) << 36 | Bits(2) << 51
        | (OneIn(6) ? Bits(2) << 55 : 0) | Bits(1) << 59;

    private ulong TxSZ()
    {
        if (Percent(5))
            return Bits(6);
        return _wide ? 12 + (ulong)Next(28) : 16 + (ulong)Next(24);
    }

    private ulong Ps() => Percent(80) ? _wide ? 6UL : 5 : Bits(3);

    // T0SZ, SL0, TG0 and SL2, mostly fit for one another.
    private ulong Stage2Shape(bool ds)
    {
        if (OneIn(12))
            return Bits(6) | Bits(2) << 6 | Bits(2) << 14 | Bits(1) << 33;
        int granule = Pick(12, 12, 14, 16), stride = granule - 3;
        bool sl2 = granule == 12 && ds && _wide && OneIn(3);
        int sl0 = sl2 ? 0 : Next(granule == 16 || (granule == 14 && !ds) ? 3 : 4);
        int level = sl2 ? -1 : granule != 12 ? 3 - sl0 : sl0 == 3 ? 3 : 2 - sl0;
        int least = (3 - level) * stride + granule + 1, most = least + stride + 3;
        int size = Math.Max(least, 16) + Next(Math.Max(1, Math.Min(_wide ? 52 : 48, most) - Math.Max(least, 16) + 1));
        return (ulong)(64 - size) & 63 | (ulong)sl0 << 6 | (granule switch { 16 => 1UL, 14 => 2, _ => 0 }) << 14 | (sl2 ? 1UL << 33 : 0);
    }

    private ulong Table(ulong pool) => Frame(pool) & ~0x3FFUL | Bits(16) << 48 | Bits(1) | (_wide && OneIn(30) ? Bits(4) << 2 : 0);

    // An address in a pool, mostly fit for every granule; now and then no RAM, or past an output size. In HighBank's, bits 9:8 and 15:12
    // are its address bits 51:48, for either format.
    private ulong Frame(ulong pool)
    {
        ulong inPool = pool + (OneIn(4) ? Bits(8) << 12 : Bits(4) << 16);
        if (!OneIn(60))
            return inPool;
        return Next(8) switch
        {
            0 => FarBank | Bits(2) << 12,
            1 => inPool | 1UL << 33,
            2 => inPool | 1UL << 43,
            3 => inPool | 1UL << 47,
            4 => inPool | RamBytes,
            5 => Bits(36) << 12,
            _ => _wide ? 0x4100 : FarBank,
        };
    }

    private ulong Kind(int badPercent) => Percent(badPercent) ? Pick(0UL, 1UL, 1UL, 2UL) : Percent(90) ? 3UL : 1UL;

    // Where bits 9:8 are address bits, they had better be clear.
    private ulong Shareability() => _wide && !OneIn(12) ? 0 : Bits(2) << 8;

    private ulong Stage1Descriptor(int bad)
    {
        ulong d = Kind(bad) | Frame(OneIn(20) ? Stage2Pool : Stage1Pool) | Bits(3) << 2;
        d |= (Percent(bad) ? 0UL : 1UL << 10) | (Percent(70) ? 1UL << 6 : Bits(2) << 6);
        d |= OneIn(6) ? Bits(7) << 5 & (1UL << 5 | 1UL << 11) : 0;
        d |= Percent(20) ? Bits(2) << 53 : 0;
        d |= Percent(15) ? Bits(5) << 59 : 0;
        d |= Shareability() | (Percent(30) ? 1UL << 51 : 0) | (OneIn(8) ? 1UL << 52 : 0);
        return OneIn(200) ? Bits(63) : d;
    }

    private ulong Stage2Descriptor(int bad)
    {
        ulong d = Kind(bad) | Frame(Percent(60) ? Stage2Pool : Stage1Pool) | Pick(15UL, 15UL, 7UL, 6UL, 6UL, 6UL, 5UL, 0UL, 1UL, 10UL, 11UL, 14UL, 2UL, 3UL) << 2;
        d |= (Percent(bad) ? 0UL : 1UL << 10) | (Percent(85) ? 3UL : Bits(2)) << 6;
        d |= (OneIn(20) ? 1UL << 55 : 0) | (Percent(20) ? Bits(2) << 53 : 0) | Shareability() | (Percent(30) ? 1UL << 51 : 0);
        return d | (OneIn(4) ? 1UL << 11 : 0) | (OneIn(8) ? 1UL << 52 : 0) | (OneIn(6) ? 1UL << 63 : 0);
    }

    private void FillPool(GranuleProtection plain, ulong pool, int words, Func<ulong> descriptor)
    {
        for (int i = 0; i < words; i++)
            BitConverter.TryWriteBytes(_image.AsSpan(i * 8), descriptor());
        plain.Write(new PhysicalAddress(pool, Pas.Root), _image.AsSpan(0, words * 8));
    }

    // Level 0 at the pool's start; level 1 tables where their alignment lets them be: the first KiB covers all low RAM.
    private void FillGpt(GranuleProtection plain, int level0Bits, bool nonSecureOnly)
    {
        ReadOnlySpan<ulong> tables = level0Bits == 30 ? [GptPool + 0x2_0000, GptPool + 0x4_0000, GptPool + 0x6_0000] : [GptBankA, GptBankB];
        for (ulong i = 0; i < 0x1000; i++)
        {
            ulong table = Pick(tables);
            ulong entry = Next(20) switch
            {
                0 => Bits(12),
                1 => 1 | Gpi(2, nonSecureOnly) << 4,
                2 => table | Bits(12) << 8 | 3,
                3 => table | 1UL << (32 + Next(20)) | 3,
                _ => table | 3,
            };
            plain.Write(new PhysicalAddress(GptPool + i * 8, Pas.Root), 8, i == 0 && !OneIn(10) ? table | 3 : entry);
        }
        int any = Pick(2, 30, 100);
        foreach (ulong table in tables)
        {
            for (ulong i = 0; i < 0x80; i++)
                plain.Write(new PhysicalAddress(table + i * 8, Pas.Root), 8, Level1Entry(any, nonSecureOnly));
        }
    }

    private ulong Level1Entry(int any, bool nonSecureOnly)
    {
        ulong entry = 0;
        for (int granule = 0; granule < 16; granule++)
            entry |= Gpi(any, nonSecureOnly) << (granule * 4);
        if (OneIn(30))
            entry = 1 | Gpi(any, nonSecureOnly) << 4 | Bits(2) << 8;
        return OneIn(100) ? entry ^ Bits(4) << (4 * Next(16)) : entry;
    }

    private ulong Gpi(int anyWeight, bool nonSecureOnly) =>
        !OneIn(anyWeight) ? 15UL : nonSecureOnly && OneIn(4) ? 13 : Pick(0UL, 8UL, 9UL, 9UL, 10UL, 11UL, 11UL);

    private void SetMecids(ProcessingElement pe)
    {
        if (!pe.Features.Has(Feature.FEAT_MEC))
            return;
        pe[R.SCTLR2_EL2] = OneIn(6) ? 0 : 2UL;
        pe[R.SCTLR2_EL3] = OneIn(3) ? 0 : 2UL;
        pe[R.TCR2_EL2] = Bits(2) << 12;
        foreach (R mecid in (ReadOnlySpan<R>)[R.MECID_P0_EL2, R.MECID_A0_EL2, R.MECID_P1_EL2, R.MECID_A1_EL2, R.VMECID_P_EL2, R.VMECID_A_EL2, R.MECID_RL_A_EL3])
            pe[mecid] = Bits(16);
    }

    private void SetGpt(ProcessingElement pe)
    {
        ulong pps = pe.Features.Level0GptBits == 30 ? Pick(0UL, 0UL, 1UL, 2UL, 5UL) : _wide ? Pick(4UL, 5UL, 6UL) : Pick(4UL, 5UL);
        ulong shape = pps | Pick(0UL, 0UL, 1UL, 2UL) << 14 | 2UL << 12;
        if (OneIn(40))
            shape = Bits(3) | Bits(8) << 8;
        shape |= (OneIn(12) ? Bits(3) << 5 : 0) | (OneIn(8) ? 0 : 1UL << 19) | Bits(1) << 24 | Bits(1) << 17;
        pe[R.GPCCR_EL3] = shape | (Percent(60) ? 1UL << 16 : 0);
        pe[R.GPTBR_EL3] = OneIn(40) ? Bits(_wide ? 40 : 36) : GptPool >> 12;
    }
}
