using CcaEmu.Arm;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// Malformed tables, recursive ones, tables on device windows and past all memory, under any control registers: the fetches of an access
/// are bounded, and an access ends.
/// </summary>
internal sealed class BoundedWalkTests : IPeEnvironment, IMmioDevice
{
    // Stage 1 of five levels, each fetch behind a stage 2 of five, and stage 2 of the output; twice for an update of a descriptor.
    private const int MostFetches = 5 * (5 + 1) + 5 + 5;

    public ulong SystemCount(ProcessingElement pe) => 0;

    public ulong NextRandom() => 0;

    private int _deviceAccesses;

    public ulong Read(ulong offset, int sizeBytes)
    {
        _deviceAccesses++;
        return offset | 3;
    }

    public void Write(ulong offset, int sizeBytes, ulong value) => _deviceAccesses++;

    [Test]
    public void The_fetches_of_an_access_are_bounded_whatever_tables_hold([Values(1, 2, 3, 4)] int seed)
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0, RandomTranslation.RamBytes);
        memory.AddDevice(RandomTranslation.RamBytes, 0x1_0000, this);
        PeFeatures features = seed % 2 == 0 ? PeFeatures.Default : PeFeatures.Default.With("+FEAT_LPA,+FEAT_LVA,+FEAT_LPA2,+FEAT_RME_GPC2");
        using var pe = new ProcessingElement(0, memory, features, this);
        using var plain = new GranuleProtection(memory);
        var random = new Random(seed);
        int longest = 0, faults = 0;
        for (int i = 0; i < 3000; i++)
        {
            if (i % 100 == 0)
                Scribble(plain, random);
            Configure(pe, random);
            _deviceAccesses = 0;
            ulong va = (ulong)random.NextInt64() >> random.Next(16, 40);
            if (!pe.TryTranslate(va, (AccessKind)(1 << random.Next(3)), pe.CurrentLevel, true, out _, out FaultRecord fault))
            {
                faults++;
                pe.RecordWalk(fault);
                longest = Math.Max(longest, pe.LastWalk.Steps.Length);
            }
            Assert.That(_deviceAccesses, Is.LessThanOrEqualTo(2 * MostFetches));
        }
        Assert.That(longest, Is.InRange(3, MostFetches));
        Assert.That(faults, Is.GreaterThan(1000));
    }

    /// <summary>A table whose every entry is itself, in both stages and in the Granule Protection Table.</summary>
    [Test]
    public void Tables_that_point_to_themselves_end_at_the_last_level()
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0, 0x10_0000);
        using var pe = new ProcessingElement(0, memory, PeFeatures.Default, this);
        using var plain = new GranuleProtection(memory);
        for (ulong i = 0; i < 512; i++)
            plain.Write(new PhysicalAddress(0x1_0000 + i * 8, Pas.Root), 8, 0x1_0000 | 1UL << 10 | 3UL << 6 | 0xF << 2 | 3);
        pe[R.SCR_EL3] = 1;
        pe[R.VTTBR_EL2] = pe[R.TTBR0_EL1] = 0x1_0000;
        pe[R.VTCR_EL2] = 25 | 1UL << 6 | 5UL << 16;
        pe[R.TCR_EL1] = 25 | 5UL << 32;
        pe[R.HCR_EL2] = 1;
        pe[R.SCTLR_EL1] = 1;
        pe[R.SPSR_EL3] = 5;
        pe.ExceptionReturn();
        Assert.That(pe.Translate(new VirtualAddress(0x123_4567), AccessKind.Read, out PhysicalAddress pa, out _));
        Assert.That(pa, Is.EqualTo(new PhysicalAddress(0x1_0567, Pas.NonSecure)));
        // Of the Granule Protection Table level 1 is the last: its entries read as table entries are reserved GPIs.
        pe[R.GPTBR_EL3] = 0x10;
        pe[R.GPCCR_EL3] = 1UL << 16 | 2UL << 12;
        GpcResult check = pe.Physical.Check(new PhysicalAddress(0, Pas.NonSecure));
        Assert.That((check.Kind, check.Level), Is.EqualTo((GpcFaultKind.Walk, (byte)0)), "bits 11:4 of a table entry must be clear");
    }

    // Half of all words are valid tables somewhere: in low memory, at a device, past everything; the rest is noise.
    private static void Scribble(GranuleProtection plain, Random random)
    {
        byte[] words = new byte[0x1_0000];
        random.NextBytes(words);
        for (int i = 0; i < words.Length; i += 8)
        {
            ulong address = random.Next(4) switch
            {
                0 => RandomTranslation.RamBytes + (ulong)random.Next(16) * 0x1000,
                1 => (ulong)random.NextInt64() & 0x000F_FFFF_FFFF_F000,
                _ => (ulong)random.Next(1024) * 0x1000,
            };
            if (random.Next(4) != 0)
                BitConverter.TryWriteBytes(words.AsSpan(i), address | (ulong)random.Next(1 << 10) << 2 | 1UL << 10 | 3);
        }
        for (ulong at = 0; at < RandomTranslation.RamBytes; at += 0x1_0000)
            plain.Write(new PhysicalAddress(at, Pas.Root), words);
    }

    private static void Configure(ProcessingElement pe, Random random)
    {
        if (pe.CurrentLevel != ExceptionLevel.EL3)
            pe.TakeException(ExceptionLevel.EL3, ExceptionType.Irq, 0, 0);
        foreach (R register in (ReadOnlySpan<R>)[R.TCR_EL1, R.TCR_EL2, R.TCR_EL3, R.VTCR_EL2, R.VSTCR_EL2, R.HCR_EL2, R.MAIR_EL1])
            pe[register] = (ulong)random.NextInt64() ^ (ulong)random.NextInt64() << 1;
        pe[R.HCR_EL2] &= ~(1UL << 27); // TGE would keep EL1 out
        foreach (R register in (ReadOnlySpan<R>)[R.TTBR0_EL1, R.TTBR1_EL1, R.TTBR0_EL2, R.TTBR1_EL2, R.TTBR0_EL3, R.VTTBR_EL2, R.VSTTBR_EL2])
            pe[register] = (ulong)random.Next(1024) << 12 | (random.Next(8) == 0 ? (ulong)random.NextInt64() : 0);
        pe[R.SCTLR_EL1] = pe[R.SCTLR_EL2] = pe[R.SCTLR_EL3] = 1;
        pe[R.GPTBR_EL3] = (ulong)random.Next(1 << 12);
        pe[R.GPCCR_EL3] = random.Next(3) == 0 ? (ulong)random.NextInt64() : 0;
        pe[R.SCR_EL3] = 1UL << 18 | (random.Next(3) switch { 0 => 0UL, 1 => 1, _ => 1 | 1UL << 62 });
        var level = (ExceptionLevel)random.Next(1, 4);
        if (level == ExceptionLevel.EL3)
            return;
        pe[R.SPSR_EL3] = (ulong)level << 2 | 1;
        pe.ExceptionReturn();
    }
}
