using CcaEmu.Arm;
using CcaEmu.Arm.Formats;

namespace CcaEmu.Memory.Tests;

/// <summary>1 GiB of DRAM at 0x8000_0000 with a level 0 table and one level 1 table in it, checking on.</summary>
internal sealed class GptFixture : IDisposable
{
    public const ulong Dram = 0x8000_0000;
    public const ulong Level0 = 0x8000_0000;
    public const ulong Level1 = 0x8002_0000;
    public static readonly GptGeometry Geometry = new(ProtectedBits: 36, L0Bits: 30, GranuleBits: 12);

    // Write-back, inner shareable: as GptService programs it.
    private const ulong Attributes = 1UL << 8 | 1UL << 10 | 3UL << 12;

    public GptFixture()
    {
        Memory = new PhysicalMemory();
        Memory.AddRam(Dram, 0x4000_0000);
        Door = new GranuleProtection(Memory);
        for (int i = 0; i < Geometry.L0Entries; i++)
            Poke(Level0 + (ulong)i * 8, GptL0Descriptor.Block(Gpi.Any).Value);
        for (int i = 0; i < Geometry.L1Entries; i++)
            Poke(Level1 + (ulong)i * 8, GptL1Descriptor.Granules(Gpi.NonSecure).Value);
        Poke(Level0 + (ulong)Geometry.L0Index(Dram) * 8, GptL0Descriptor.Table(Level1).Value);
        Door.GPTBR_EL3 = Level0 >> 12;
        Door.GPCCR_EL3 = Geometry.Encode() | Attributes | 1UL << 16;
    }

    public PhysicalMemory Memory { get; }

    public GranuleProtection Door { get; }

    public void Set(ulong address, Gpi gpi)
    {
        ulong entry = EntryAddress(address);
        Poke(entry, new GptL1Descriptor(Peek(entry)).With(Geometry.GranuleIndex(address), gpi).Value);
    }

    public static ulong EntryAddress(ulong address) => Level1 + (ulong)Geometry.L1Index(address) * 8;

    /// <summary>Writes memory with checking off, as the test's own hand.</summary>
    public void Poke(ulong address, ulong value)
    {
        using var unchecked_ = new GranuleProtection(Memory);
        Assert.That(unchecked_.Write(new PhysicalAddress(address, Pas.Root), 8, value).Ok);
    }

    public ulong Peek(ulong address)
    {
        using var unchecked_ = new GranuleProtection(Memory);
        Assert.That(unchecked_.Read(new PhysicalAddress(address, Pas.Root), 8, out ulong value).Ok);
        return value;
    }

    public void Dispose()
    {
        Door.Dispose();
        Memory.Dispose();
    }
}
