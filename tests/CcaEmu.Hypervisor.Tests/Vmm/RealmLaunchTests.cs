using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Hypervisor.Tests.Vmm;

public sealed class RealmLaunchTests
{
    private static RealmLaunch Good => new() { Image = FakeWorld.OnePage() };

    [Test]
    public void Defaults_are_good() => Assert.That(Good.FindError(), Is.Null);

    [TestCase(0UL)]
    [TestCase(1UL << 20)]
    [TestCase((64UL << 20) + 0x1000)]
    [TestCase(2UL << 40)]
    public void Memory_must_be_made_of_2_MiB_units(ulong bytes) =>
        Assert.That((Good with { MemoryBytes = bytes }).FindError(), Does.StartWith("expected memory in multiples of 2 MiB"));

    [TestCase(0)]
    [TestCase(63)]
    [TestCase(65)]
    public void The_personalization_value_has_64_bytes(int length) =>
        Assert.That((Good with { PersonalizationValue = new byte[length] }).FindError(), Does.Contain("personalization"));

    [TestCase(32)]
    [TestCase(49)]
    public void The_IPA_width_must_hold_the_memory_and_be_possible(int bits) =>
        Assert.That((Good with { IpaBits = bits }).FindError(), Does.Contain("IPA width"));

    [Test]
    public void An_image_must_fit() =>
        Assert.That((Good with { Image = FakeWorld.Parse(Images.ElfBuilder.WithCode().Add(0x8800_0000, 16)) }).FindError(), Does.Contain("-m"));

    [Test]
    public void A_hypervisor_refuses_a_bad_launch() =>
        Assert.That(() => new FakeWorld(Good with { MemoryBytes = 5 }), Throws.ArgumentException);
}
