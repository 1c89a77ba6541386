using CcaEmu.Arm;

namespace CcaEmu.Memory.Tests;

internal sealed class PasAwareDeviceTests
{
    [Test]
    public void A_device_is_told_the_physical_address_space_of_an_access()
    {
        using var memory = new PhysicalMemory();
        var device = new Device();
        memory.AddDevice(0x1000_0000, 0x1000, device);
        using var door = new GranuleProtection(memory);
        foreach (Pas pas in (Pas[])[Pas.NonSecure, Pas.Secure, Pas.Realm, Pas.Root])
        {
            Assert.That(door.Write(new PhysicalAddress(0x1000_0010, pas), 4, 7).Ok);
            Assert.That(device.Last, Is.EqualTo((pas, 0x10UL, 7UL)));
            door.Read(new PhysicalAddress(0x1000_0020, pas), 4, out ulong value);
            Assert.That(value, Is.EqualTo(0x20 + (ulong)pas));
        }
    }

    [Test]
    public void A_board_without_spaces_gets_the_Non_secure_view()
    {
        var device = new Device();
        ((IMmioDevice)device).Write(8, 4, 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(device.Last, Is.EqualTo((Pas.NonSecure, 8UL, 1UL)));
            Assert.That(((IMmioDevice)device).Read(4, 4), Is.EqualTo(4 + (ulong)Pas.NonSecure));
        }
    }

    private sealed class Device : IPasAwareDevice
    {
        public (Pas Pas, ulong Offset, ulong Value) Last { get; private set; }

        public ulong Read(Pas pas, ulong offset, int sizeBytes) => offset + (ulong)pas;

        public void Write(Pas pas, ulong offset, int sizeBytes, ulong value) => Last = (pas, offset, value);
    }
}
