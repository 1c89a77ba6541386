using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Tests.Board;

public sealed class DeviceMemoryTests
{
    private const ulong Gpc = 1 << 16 | 3 << 12 | 1 << 10 | 1 << 8; // GPCCR_EL3.GPC, cacheable; 4 KiB granules, 4 GiB protected, 1 GiB to an entry
    private const ulong AnySpace = 0xF1, RealmAlone = 0xB1;

    private Machine _machine = null!;
    private DeviceMemory _memory = null!;

    [SetUp]
    public void SetUp()
    {
        _machine = new Machine(new MachineOptions());
        _memory = new DeviceMemory(_machine.Memory, _machine.Pes[0]);
    }

    [TearDown]
    public void TearDown()
    {
        _memory.Dispose();
        _machine.Dispose();
    }

    [Test]
    public void A_device_writes_and_reads_memory()
    {
        var address = new PhysicalAddress(FvpMemoryMap.Dram1, Pas.NonSecure);
        Assert.That(_memory.Write(address, 8, 0x1122_3344_5566_7788).Ok);
        Assert.That(_memory.Read(address + 1, 1, out ulong value).Ok);
        Assert.That(value, Is.EqualTo(0x77));
    }

    [Test]
    public void The_granule_protection_table_of_the_PEs_counts_from_the_moment_they_use_it()
    {
        var realm = new PhysicalAddress(FvpMemoryMap.Dram1, Pas.NonSecure);
        var open = new PhysicalAddress(FvpMemoryMap.Dram1 + 0x4000_0000, Pas.NonSecure);
        ulong[] table = [AnySpace, AnySpace, RealmAlone, AnySpace];
        for (int i = 0; i < table.Length; i++)
            _memory.Write(new PhysicalAddress(FvpMemoryMap.Level0Gpt + 8 * (ulong)i, Pas.Root), 8, table[i]);
        Assert.That(_memory.Write(realm, 8, 1).Ok, "checks are off");
        _machine.Pes[0][SystemRegister.GPTBR_EL3] = FvpMemoryMap.Level0Gpt >> 12;
        _machine.Pes[0][SystemRegister.GPCCR_EL3] = Gpc;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_memory.Write(realm, 8, 2).Ok, Is.False);
            Assert.That(_memory.Read(realm, 8, out ulong value).Ok, Is.False);
            Assert.That(value, Is.Zero);
            Assert.That(_memory.Write(open, 8, 3).Ok, Is.True);
            Assert.That(_memory.Read(realm with { Pas = Pas.Realm }, 8, out value).Ok, Is.True);
            Assert.That(value, Is.EqualTo(1));
        }
        _memory.Write(new PhysicalAddress(FvpMemoryMap.Level0Gpt + 16, Pas.Root), 8, AnySpace);
        Assert.That(_memory.Write(realm, 8, 4).Ok, "it remembers no check");
    }

    [TestCase(FvpMemoryMap.GicTranslationService)]
    [TestCase(0x4000_0000UL)]
    public void What_is_not_RAM_is_out_of_reach_for_a_device(ulong address)
    {
        MemoryResult result = _memory.Write(new PhysicalAddress(address, Pas.NonSecure), 8, 1);
        Assert.That((result.Ok, result.IsExternalAbort), Is.EqualTo((false, true)));
        Assert.That(_memory.Read(new PhysicalAddress(address, Pas.NonSecure), 4, out _).Ok, Is.False);
    }

    /// <summary>An ITS whose queue, tables and pending tables lie in its own registers must not call itself.</summary>
    [Test]
    public void An_ITS_that_is_told_to_use_its_own_frame_as_memory_stalls()
    {
        void Its(ulong offset, ulong value) => _machine.Gic.TranslationServiceFrames.Write(offset, 8, value);
        Its(0x80, 1UL << 63 | FvpMemoryMap.GicTranslationService);
        Its(0x100, 1UL << 63 | FvpMemoryMap.GicTranslationService);
        _machine.Gic.TranslationServiceFrames.Write(0, 4, 1);
        Its(0x88, 0x20);
        Assert.That(_machine.Gic.TranslationServiceFrames.Read(0x90, 8), Is.EqualTo(1));
    }
}
