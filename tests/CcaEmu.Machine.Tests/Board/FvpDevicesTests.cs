using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Devices.Virtio;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Tests.Board;

/// <summary>The devices in the board's memory map: who reaches them, and which interrupt of the GIC each drives.</summary>
public sealed class FvpDevicesTests
{
    private const uint Nop = 0xD503201F, Wfi = 0xD503207F, BranchToSelf = 0x14000000, BranchBack = 0x17FFFFFF;
    private const ulong Code = FvpMemoryMap.Dram1, Gicd = FvpMemoryMap.GicDistributor, GICD_ISPENDR = 0x200;

    private Machine _machine = null!;
    private FvpDevices _devices = null!;

    [SetUp]
    public void Make()
    {
        _machine = new Machine(new MachineOptions { PeCount = 2, BootRom = Words(Nop, BranchBack) });
        _devices = new FvpDevices(_machine, new FvpDeviceOptions { Disk = new MemoryDisk(new byte[4096]), Console = _ => { }, Flash = Words(0xAA640001) });
        _machine.Reset();
    }

    [TearDown]
    public void Drop()
    {
        _devices.Dispose();
        _machine.Dispose();
    }

    [TestCase(32, new ulong[] { 0x1C0F_0000, 1, 0x1C0F_0008, 1 }, TestName = "SP805_is_SPI_0")]
    [TestCase(34, new ulong[] { 0x1C11_0000, 1, 0x1C11_0008, 0xA0 }, TestName = "SP804_timer_1_of_the_first_module_is_SPI_2")]
    [TestCase(35, new ulong[] { 0x1C12_0020, 1, 0x1C12_0028, 0xA0 }, TestName = "SP804_timer_2_of_the_second_module_is_SPI_3")]
    [TestCase(36, new ulong[] { 0x1C17_0010, 1, 0x1C17_0004, 0 }, TestName = "PL031_is_SPI_4")]
    [TestCase(37, new ulong[] { 0x1C09_0038, 0x20, 0x1C09_0000, 0x41 }, TestName = "UART0_is_SPI_5")]
    [TestCase(40, new ulong[] { 0x1C0C_0038, 0x20, 0x1C0C_0000, 0x41 }, TestName = "UART3_is_SPI_8")]
    [TestCase(56, new ulong[] { 0x2A49_0000, 1, 0x2A49_0008, 1 }, TestName = "The_trusted_SP805_is_SPI_24")]
    [TestCase(58, new ulong[] { 0x2A81_0004, 2, 0x2A81_0044, 0x3F, 0x2A83_0028, 100, 0x2A83_002C, 1 }, TestName = "The_timer_frame_is_SPI_26")]
    [TestCase(59, new ulong[] { 0x2A44_0008, 5000, 0x2A44_0000, 1 }, TestName = "The_generic_watchdog_is_SPI_27")]
    public void Device(int intid, ulong[] writes)
    {
        ulong word = Gicd + GICD_ISPENDR + 4 * ((ulong)intid / 32);
        Assert.That(Read(Pas.Root, word) >> (intid % 32) & 1, Is.Zero);
        for (int i = 0; i < writes.Length; i += 2)
            Write(Pas.Root, writes[i], writes[i + 1]);
        _machine.Run(130_000); // 65 us: two ticks of the watchdogs' clock
        Assert.That(_machine.ResetCount, Is.Zero);
        Assert.That(Read(Pas.Root, word), Is.EqualTo(1u << (intid % 32)), "this one and no other");
        _machine.Reset();
        Assert.That(Read(Pas.Root, word), Is.Zero, "a reset drops the line");
    }

    [TestCase(0x1C10_0010ul)]
    [TestCase(0x2A49_0FE0ul)]
    [TestCase(0x2A43_0020ul)]
    public void What_is_secures_and_roots_is_not_there_for_others(ulong address)
    {
        Assert.That(Read(Pas.Root, address), Is.Not.Zero);
        Assert.That((Read(Pas.NonSecure, address), Read(Pas.Realm, address)), Is.EqualTo((0ul, 0ul)));
    }

    [Test]
    public void Flash_0_holds_what_it_was_given_in_every_space_and_flash_1_is_erased([Values] Pas pas) =>
        Assert.That((Read(pas, 0x0800_0000), Read(pas, 0x0800_0004), Read(pas, 0x0C00_0000), Read(pas, 0x0FFF_FFFC)),
            Is.EqualTo((0xAA64_0001ul, 0xFFFF_FFFFul, 0xFFFF_FFFFul, 0xFFFF_FFFFul)));

    [Test]
    public void The_power_controller_turns_a_pe_on_at_the_reset_address_and_off_in_its_wfi()
    {
        const ulong power = 0x1C10_0000;
        _machine.Pes[0].Physical.Write(new PhysicalAddress(0, Pas.Root), Words(Wfi, BranchToSelf)); // what the second finds
        Write(Pas.Root, power + 0x04, 0x100);
        Assert.That(_machine.IsOn(_machine.Pes[1]), Is.True);
        Write(Pas.Root, power + 0x00, 0x100);
        Assert.That(_machine.IsOn(_machine.Pes[1]), Is.True, "until it waits");
        _machine.Run(1000);
        Assert.That(_machine.IsOn(_machine.Pes[1]), Is.False);
        Write(Pas.Root, power + 0x10, 0x100);
        Assert.That(Read(Pas.Root, power + 0x10) >> 24, Is.EqualTo(0xC2u), "L2, L1, and it came up by PPONR");
    }

    [Test]
    public void An_interrupt_for_a_pe_without_power_gives_it_power_where_that_is_enabled()
    {
        const ulong power = 0x1C10_0000;
        Write(Pas.Root, Gicd, 0x37);
        Write(Pas.Root, Gicd + 0x084, uint.MaxValue); // Group 1
        Write(Pas.Root, Gicd + 0x6000 + 8 * 40, 0x100); // SPI 8 to the second PE, whose redistributor sleeps
        Write(Pas.Root, Gicd + 0x104, 1 << 8);
        Write(Pas.Root, Gicd + 0x204, 1 << 8);
        Assert.That(_machine.IsOn(_machine.Pes[1]), Is.False);
        Write(Pas.Root, power + 0x0C, 0x8000_0100);
        Assert.That(_machine.IsOn(_machine.Pes[1]), Is.True);
        Write(Pas.Root, power + 0x10, 0x100);
        Assert.That(Read(Pas.Root, power + 0x10) >> 24 & 3, Is.EqualTo(3u), "by the GIC's request");
    }

    [Test]
    public void A_reset_puts_devices_back_and_keeps_ram_and_time()
    {
        _machine.Run(1000);
        ulong before = _machine.Pes[0].ModelledCycles;
        _machine.Pes[0].Physical.Write(new PhysicalAddress(Code, Pas.Root), 8, 0x1234);
        _machine.Pes[0].Physical.Write(new PhysicalAddress(4, Pas.Root), 4, 0); // the boot ROM is loaded anew
        Write(Pas.Root, 0x1C13_0070, 1); // virtio: ACKNOWLEDGE
        Write(Pas.Root, 0x1C09_0038, 0x7F);
        Write(Pas.Root, 0x2A43_0000, 1);
        Write(Pas.Root, 0x1C17_0004, 77);
        Write(Pas.Root, Gicd, 0x37);
        _machine.PowerOn(_machine.Pes[1]);
        _machine.RequestReset(ResetCause.Owner);
        _machine.Run(10);
        Assert.That((Read(Pas.Root, 0x1C13_0070), Read(Pas.Root, 0x1C09_0038), Read(Pas.Root, 0x2A43_0000), Read(Pas.Root, 0x1C17_0004), Read(Pas.Root, Gicd)),
            Is.EqualTo((0ul, 0ul, 0ul, 0ul, 0x30ul)));
        Assert.That((Read(Pas.Root, Code), Read(Pas.Root, 4), _machine.IsOn(_machine.Pes[1])), Is.EqualTo((0x1234ul, (ulong)BranchBack, false)));
        Assert.That(_machine.Pes[0].ModelledCycles, Is.GreaterThanOrEqualTo(before));
        Assert.That(_machine.Pes[0][SystemRegister.SCTLR_EL3] & 1, Is.Zero);
    }

    private static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    private ulong Read(Pas pas, ulong address)
    {
        Assert.That(_machine.Pes[0].Physical.Read(new PhysicalAddress(address, pas), 4, out ulong value).Ok, $"0x{address:x}");
        return value;
    }

    private void Write(Pas pas, ulong address, ulong value) =>
        Assert.That(_machine.Pes[0].Physical.Write(new PhysicalAddress(address, pas), 4, value).Ok, $"0x{address:x}");
}
