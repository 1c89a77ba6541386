using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Memory.Tests;

public sealed class GranuleProtectionTests
{
    private const ulong Granule = 0x8123_4000;

    [Test]
    public void Each_gpi_admits_exactly_its_physical_address_space(
        [Values(Gpi.NoAccess, Gpi.Secure, Gpi.NonSecure, Gpi.Root, Gpi.Realm, Gpi.Any)] Gpi gpi, [Values] Pas pas)
    {
        using var fixture = new GptFixture();
        fixture.Set(Granule, gpi);
        bool expected = gpi == Gpi.Any || gpi == Gpis.Of(pas);
        GpcResult result = fixture.Door.Check(new PhysicalAddress(Granule + 0x123, pas));
        Assert.That(result.Passed, Is.EqualTo(expected));
        Assert.That(result.Gpi, Is.EqualTo(gpi));
        Assert.That(result.Level, Is.EqualTo(1));
        Assert.That(result.EntryAddress, Is.EqualTo(GptFixture.EntryAddress(Granule)));
        Assert.That(fixture.Door.Read(new PhysicalAddress(Granule, pas), 8, out _).Ok, Is.EqualTo(expected));
    }

    [TestCase(0x0ul, 0, TestName = "An_invalid_level_0_entry_is_a_walk_fault_at_level_0")]
    [TestCase(0x0000_0001_0000_0091ul, 0, TestName = "A_level_0_block_with_reserved_bits_is_a_walk_fault")]
    [TestCase(0x11ul, 0, TestName = "A_level_0_block_with_a_reserved_gpi_is_a_walk_fault")]
    [TestCase(0x8002_1003ul, 0, TestName = "A_misaligned_level_1_table_is_a_walk_fault")]
    public void Bad_level_0_entries(ulong entry, int level)
    {
        using var fixture = new GptFixture();
        fixture.Poke(GptFixture.Level0 + (ulong)GptFixture.Geometry.L0Index(GptFixture.Dram) * 8, entry);
        fixture.Door.Invalidate();
        GpcResult result = fixture.Door.Check(new PhysicalAddress(Granule, Pas.NonSecure));
        Assert.That((result.Kind, (int)result.Level), Is.EqualTo((GpcFaultKind.Walk, level)));
    }

    [TestCase(0x9999_9999_9999_9992ul)]
    [TestCase(0x9999_9939_9999_9999ul)]
    [TestCase(0x91ul, Description = "contiguous with reserved size 0")]
    [TestCase(0x1_0191ul, Description = "contiguous with reserved bits")]
    public void One_bad_gpi_makes_the_whole_level_1_entry_a_walk_fault(ulong entry)
    {
        using var fixture = new GptFixture();
        fixture.Poke(GptFixture.EntryAddress(Granule), entry);
        GpcResult result = fixture.Door.Check(new PhysicalAddress(Granule, Pas.NonSecure));
        Assert.That((result.Kind, result.Level), Is.EqualTo((GpcFaultKind.Walk, (byte)1)));
    }

    [Test]
    public void A_contiguous_entry_gives_its_gpi_to_every_granule()
    {
        using var fixture = new GptFixture();
        fixture.Poke(GptFixture.EntryAddress(Granule), GptL1Descriptor.Contiguous(Gpi.Realm, 1).Value);
        Assert.That(fixture.Door.Check(new PhysicalAddress(Granule, Pas.Realm)).Passed);
        Assert.That(fixture.Door.Check(new PhysicalAddress(Granule, Pas.NonSecure)).Kind, Is.EqualTo(GpcFaultKind.Protection));
    }

    [Test]
    public void Above_pps_only_the_non_secure_space_passes()
    {
        using var fixture = new GptFixture();
        Assert.That(fixture.Door.Check(new PhysicalAddress(1UL << 36, Pas.NonSecure)).Passed);
        GpcResult realm = fixture.Door.Check(new PhysicalAddress(1UL << 36, Pas.Realm));
        Assert.That((realm.Kind, realm.Level), Is.EqualTo((GpcFaultKind.Protection, (byte)0)));
    }

    [Test]
    public void With_APPSAA_every_space_passes_above_pps([Values] Pas pas)
    {
        using var fixture = new GptFixture();
        fixture.Door.GPCCR_EL3 |= GPCCR_EL3.APPSAA;
        Assert.That(fixture.Door.Check(new PhysicalAddress(1UL << 36, pas)).Passed);
        Assert.That(fixture.Door.Admits(new PhysicalAddress(1UL << 36, pas)));
    }

    [TestCase(GPCCR_EL3.SPAD, Pas.Secure)]
    [TestCase(GPCCR_EL3.NSPAD, Pas.NonSecure)]
    [TestCase(GPCCR_EL3.RLPAD, Pas.Realm)]
    public void A_space_that_is_disabled_faults_at_level_0_whatever_the_table_says(ulong disable, Pas pas)
    {
        using var fixture = new GptFixture();
        fixture.Set(Granule, Gpi.Any);
        var address = new PhysicalAddress(Granule, pas);
        Assert.That(fixture.Door.Admits(address));
        fixture.Door.GPCCR_EL3 |= disable;
        foreach (Pas other in Enum.GetValues<Pas>())
            Assert.That(fixture.Door.Admits(new PhysicalAddress(Granule, other)), Is.EqualTo(other != pas), $"{other}");
        GpcResult result = fixture.Door.Check(address);
        Assert.That((result.Kind, result.Level), Is.EqualTo((GpcFaultKind.Protection, (byte)0)));
        Assert.That(fixture.Door.Admits(new PhysicalAddress(1UL << 36, pas)), Is.False, "above PPS, too");
    }

    [Test]
    public void Non_secure_only_granules_admit_Non_secure_and_Root_state_in_the_Non_secure_space([Values] Pas pas, [Values] SecurityState state)
    {
        using var fixture = new GptFixture();
        fixture.Door.GPCCR_EL3 |= GPCCR_EL3.NSO;
        fixture.Set(Granule, Gpi.NonSecureOnly);
        fixture.Door.State = SecurityState.Root;
        Assert.That(fixture.Door.Admits(new PhysicalAddress(Granule, Pas.NonSecure)), "and what is remembered of it must not matter");
        fixture.Door.State = state;
        bool expected = pas == Pas.NonSecure && (state is SecurityState.NonSecure or SecurityState.Root);
        Assert.That(fixture.Door.Admits(new PhysicalAddress(Granule, pas)), Is.EqualTo(expected));
        Assert.That(fixture.Door.Check(new PhysicalAddress(Granule, pas)).Level, Is.EqualTo(1));
    }

    [Test]
    public void Without_NSO_its_GPI_is_reserved()
    {
        using var fixture = new GptFixture();
        fixture.Set(Granule, Gpi.NonSecureOnly);
        Assert.That(fixture.Door.Check(new PhysicalAddress(Granule, Pas.NonSecure)).Kind, Is.EqualTo(GpcFaultKind.Walk));
    }

    [Test]
    public void A_table_beyond_pps_is_an_address_size_fault()
    {
        using var fixture = new GptFixture();
        fixture.Door.GPTBR_EL3 = 1UL << (36 - 12);
        Assert.That(fixture.Door.Check(new PhysicalAddress(Granule, Pas.NonSecure)).Kind, Is.EqualTo(GpcFaultKind.AddressSize));
    }

    [Test]
    public void A_table_where_no_ram_stands_is_an_external_abort_on_the_walk()
    {
        using var fixture = new GptFixture();
        fixture.Door.GPTBR_EL3 = 0x1000_0000 >> 12;
        GpcResult result = fixture.Door.Check(new PhysicalAddress(Granule, Pas.NonSecure));
        Assert.That((result.Kind, result.Level), Is.EqualTo((GpcFaultKind.ExternalAbort, (byte)0)));
    }

    [TestCase(7ul, TestName = "Reserved_PPS")]
    [TestCase(3ul << 14, TestName = "Reserved_PGS")]
    [TestCase(1ul << 20, TestName = "Reserved_L0GPTSZ")]
    public void A_reserved_configuration_is_a_walk_fault_at_level_0(ulong bits)
    {
        using var fixture = new GptFixture();
        fixture.Door.GPCCR_EL3 |= bits;
        GpcResult result = fixture.Door.Check(new PhysicalAddress(Granule, Pas.Root));
        Assert.That((result.Kind, result.Level), Is.EqualTo((GpcFaultKind.Walk, (byte)0)));
    }

    [Test]
    public void A_passed_check_may_live_until_the_invalidation_that_covers_it_and_no_longer()
    {
        using var fixture = new GptFixture();
        var address = new PhysicalAddress(Granule, Pas.NonSecure);
        Assert.That(fixture.Door.Admits(address));
        fixture.Set(Granule, Gpi.Realm);
        fixture.Door.Invalidate(Granule + 0x1000, 0x1000);
        Assert.That(fixture.Door.Admits(address), "another granule's invalidation does not cover it");
        fixture.Door.Invalidate(Granule, 0x1000);
        Assert.That(fixture.Door.Admits(address), Is.False);
    }

    [Test]
    public void A_refusal_is_never_stale()
    {
        using var fixture = new GptFixture();
        var address = new PhysicalAddress(Granule, Pas.Realm);
        Assert.That(fixture.Door.Admits(address), Is.False);
        fixture.Set(Granule, Gpi.Realm);
        Assert.That(fixture.Door.Admits(address));
    }

    [Test]
    public void Checks_and_accesses_allocate_nothing()
    {
        using var fixture = new GptFixture();
        // The runtime itself may allocate when it recompiles a method: what the code needs is what the best round shows.
        ulong sum = 0;
        long least = long.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            sum += Touch(fixture);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.That(least, Is.Zero, $"{sum}");
    }

    private static ulong Touch(GptFixture fixture)
    {
        ulong sum = 0;
        for (ulong i = 0; i < 20_000; i++)
        {
            var address = new PhysicalAddress(GptFixture.Dram + 0x10_0000 + i * 0x1008 % 0x100_0000, (Pas)(i & 3));
            fixture.Door.Read(address with { Value = address.Value & ~7UL }, 8, out ulong value);
            fixture.Door.Write(address with { Value = address.Value & ~7UL }, 8, i);
            sum += value;
        }
        return sum;
    }
}
