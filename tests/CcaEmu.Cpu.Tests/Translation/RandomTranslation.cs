using CcaEmu.Arm;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Random tables, registers and accesses, biased so that walks get far: most descriptors are sound and point to other tables.</summary>
/// <param name="seed">Equal seeds give equal sequences.</param>
internal sealed class RandomTranslation(int seed)
{
    /// <summary>Stage 1 tables, stage 2 tables and the granule protection table: each a MiB or more from 0 upward.</summary>
    public const ulong Stage1Pool = 0, Stage2Pool = 0x10_0000, GptPool = 0x20_0000, RamBytes = 0x40_0000;

    /// <summary>A second bank, out of reach of small output sizes.</summary>
    public const ulong FarBank = 1UL << 40;

    private const int PoolWords = 0x10_0000 / 8;
    private readonly Random _random = new(seed);
    private readonly byte[] _image = new byte[PoolWords * 8];

    public int Next(int bound) => _random.Next(bound);

    public bool OneIn(int n) => _random.Next(n) == 0;

    public bool Percent(int chance) => _random.Next(100) < chance;

    public ulong Bits(int count) => count == 0 ? 0 : (ulong)_random.NextInt64() >> (63 - Math.Min(63, count));

    public T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    /// <summary>Fills all tables anew.</summary>
    public void FillMemory(GranuleProtection plain)
    {
        int bad = Pick(0, 1, 3, 10);
        FillPool(plain, Stage1Pool, () => Stage1Descriptor(bad));
        FillPool(plain, Stage2Pool, () => Stage2Descriptor(bad));
        FillGpt(plain);
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
        pe[R.TTBR0_EL1] = Frame(Stage1Pool) | Bits(16) << 48 | Bits(1);
        pe[R.TTBR1_EL1] = Frame(Stage1Pool) | Bits(16) << 48 | Bits(1);
        pe[R.TTBR0_EL2] = Frame(Stage1Pool) | Bits(16) << 48 | Bits(1);
        pe[R.TTBR1_EL2] = Frame(Stage1Pool) | Bits(16) << 48 | Bits(1);
        pe[R.TTBR0_EL3] = Frame(Stage1Pool);
        pe[R.TCR_EL1] = TwoRanges();
        ulong tcr = TxSZ() | Bits(2) << 14 | Ps() << 16 | Bits(1) << 20 | (Bits(1) & Bits(1)) << 24 | Bits(2) << 21 | Bits(1) << 29;
        pe[R.TCR_EL2] = (hcr >> 34 & 1) != 0 ? TwoRanges() : tcr;
        pe[R.TCR_EL3] = tcr;
        ulong mair = 0;
        for (int i = 0; i < 8; i++)
            mair |= (ulong)Pick(0xFF, 0xFF, 0xFF, 0x44, 0xBB, 0xFF, 0x00, 0x04, 0x0C, 0x08, 0xAA, 0x77, 0x4F, 0xF4, 0x5D) << (i * 8);
        pe[R.MAIR_EL1] = mair;
        pe[R.MAIR_EL2] = mair;
        pe[R.MAIR_EL3] = mair;
        pe[R.VTTBR_EL2] = Frame(Stage2Pool) | Bits(16) << 48 | Bits(1);
        pe[R.VTCR_EL2] = Vtcr();
        SetGpt(pe);
    }

    /// <summary>A virtual address, mostly inside the ranges that TCR gives.</summary>
    public ulong Address(ProcessingElement pe, ExceptionLevel el)
    {
        bool host = (pe[R.HCR_EL2] >> 34 & 1) != 0 && el is ExceptionLevel.EL0 or ExceptionLevel.EL2;
        bool upper = (el < ExceptionLevel.EL2 || host) && Bits(1) != 0;
        ulong tcr = pe[el switch { ExceptionLevel.EL3 => R.TCR_EL3, ExceptionLevel.EL2 => R.TCR_EL2, _ => host ? R.TCR_EL2 : R.TCR_EL1 }];
        int size = 64 - Math.Clamp((int)(tcr >> (upper ? 16 : 0)) & 63, 16, 39);
        if (OneIn(3))
            size = Math.Min(size, 21 + Next(14));
        if (OneIn(30))
            size = Math.Min(63, size + 1 + Next(10));
        ulong va = Bits(size);
        if (upper)
            va |= ulong.MaxValue << (64 - Math.Clamp((int)(tcr >> 16) & 63, 16, 39));
        if (OneIn(5))
            va ^= Bits(8) << 56;
        return va;
    }

    private ulong TwoRanges() => TxSZ() | TxSZ() << 16 | Bits(2) << 14 | Bits(2) << 30 | Ps() << 32 | Bits(4) << 37 | (Bits(2) & Bits(2)) << 41
        | (OneIn(20) ? 1UL << 7 : 0) | (OneIn(20) ? 1UL << 23 : 0) | Bits(1) << 22 | Bits(1) << 36 | Bits(2) << 51 | (OneIn(6) ? Bits(2) << 55 : 0);

    private ulong TxSZ() => (ulong)(Percent(95) ? 16 + Next(24) : Next(64));

    private ulong Ps() => Percent(80) ? 5 : Bits(3);

    private ulong Vtcr()
    {
        ulong ps = Ps() << 16 | Bits(2) << 8 | Bits(2) << 21;
        if (OneIn(12))
            return ps | Bits(6) | Bits(2) << 6 | Bits(2) << 14;
        int granule = Pick(12, 12, 14, 16), stride = granule - 3, sl0 = Next(3);
        int level = granule == 12 ? 2 - sl0 : 3 - sl0;
        int minimum = Math.Max(25, (3 - level) * stride + granule + 1), maximum = Math.Min(48, (3 - level) * stride + granule + stride + 4);
        int size = minimum + Next(Math.Max(1, maximum - minimum + 1));
        return ps | (ulong)(64 - size) & 63 | (ulong)sl0 << 6 | (granule switch { 16 => 1UL, 14 => 2, _ => 0 }) << 14;
    }

    // An address in a pool, mostly fit for every granule; now and then no RAM, or past an output size.
    private ulong Frame(ulong pool)
    {
        ulong inPool = pool + (OneIn(4) ? Bits(8) << 12 : Bits(4) << 16);
        if (!OneIn(60))
            return inPool;
        return Next(6) switch { 0 => FarBank, 1 => inPool | 1UL << 33, 2 => inPool | 1UL << 41, 3 => inPool | 1UL << 47, 4 => inPool | RamBytes, _ => Bits(36) << 12 };
    }

    private ulong Kind(int badPercent) => Percent(badPercent) ? Pick(0UL, 1UL, 1UL, 2UL) : Percent(90) ? 3UL : 1UL;

    private ulong Stage1Descriptor(int bad)
    {
        ulong d = Kind(bad) | Frame(OneIn(20) ? Stage2Pool : Stage1Pool) | Bits(3) << 2;
        d |= (Percent(bad) ? 0UL : 1UL << 10) | (Percent(70) ? 1UL << 6 : Bits(2) << 6);
        d |= OneIn(6) ? Bits(7) << 5 & (1UL << 5 | 1UL << 11) : 0;
        d |= Percent(20) ? Bits(2) << 53 : 0;
        d |= Percent(15) ? Bits(5) << 59 : 0;
        d |= Bits(2) << 8 | (Percent(30) ? 1UL << 51 : 0);
        return OneIn(200) ? Bits(63) : d;
    }

    private ulong Stage2Descriptor(int bad)
    {
        ulong d = Kind(bad) | Frame(Percent(60) ? Stage2Pool : Stage1Pool) | Pick(15UL, 15UL, 7UL, 6UL, 6UL, 6UL, 5UL, 0UL, 1UL, 10UL, 11UL, 14UL, 2UL, 3UL) << 2;
        d |= (Percent(bad) ? 0UL : 1UL << 10) | (Percent(85) ? 3UL : Bits(2)) << 6;
        d |= (OneIn(20) ? 1UL << 55 : 0) | (Percent(20) ? Bits(2) << 53 : 0) | Bits(2) << 8 | (Percent(30) ? 1UL << 51 : 0);
        return d;
    }

    private void FillPool(GranuleProtection plain, ulong pool, Func<ulong> descriptor)
    {
        for (int i = 0; i < PoolWords; i++)
            BitConverter.TryWriteBytes(_image.AsSpan(i * 8), descriptor());
        plain.Write(new PhysicalAddress(pool, Pas.Root), _image);
    }

    // Level 0 at the pool's start; level 1 tables of 128 KiB, of which the first KiB covers all RAM.
    private void FillGpt(GranuleProtection plain)
    {
        for (ulong i = 0; i < 512; i++)
        {
            ulong table = GptPool + 0x2_0000 * (ulong)(1 + Next(3));
            ulong entry = Next(20) switch { 0 => Bits(12), 1 => 1 | Gpi(2) << 4, 2 => table | Bits(12) << 8 | 3, 3 => table | 1UL << (32 + Next(20)) | 3, _ => table | 3 };
            plain.Write(new PhysicalAddress(GptPool + i * 8, Pas.Root), 8, i == 0 && !OneIn(10) ? table | 3 : entry);
        }
        int any = Pick(2, 30, 100);
        for (ulong table = 1; table < 4; table++)
        {
            for (ulong i = 0; i < 0x80; i++)
            {
                ulong entry = 0;
                for (int granule = 0; granule < 16; granule++)
                    entry |= Gpi(any) << (granule * 4);
                if (OneIn(30))
                    entry = 1 | Gpi(any) << 4 | Bits(2) << 8;
                if (OneIn(100))
                    entry ^= Bits(4) << (4 * Next(16));
                plain.Write(new PhysicalAddress(GptPool + table * 0x2_0000 + i * 8, Pas.Root), 8, entry);
            }
        }
    }

    private ulong Gpi(int anyWeight) => OneIn(anyWeight) ? Pick(0UL, 8UL, 9UL, 9UL, 10UL, 11UL, 11UL) : 15UL;

    private void SetGpt(ProcessingElement pe)
    {
        ulong shape = Pick(0UL, 0UL, 1UL, 2UL, 5UL) | Pick(0UL, 0UL, 1UL, 2UL) << 14 | 2UL << 12;
        if (OneIn(40))
            shape = Bits(3) | Bits(8) << 8;
        pe[R.GPCCR_EL3] = shape | (Percent(60) ? 1UL << 16 : 0);
        pe[R.GPTBR_EL3] = OneIn(40) ? Bits(36) : GptPool >> 12;
    }
}
