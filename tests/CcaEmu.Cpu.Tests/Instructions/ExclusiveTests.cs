using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Instructions;

internal sealed class ExclusiveTests
{
    private const uint Ldxr = 0xC85F_7C20;  // LDXR X0, [X1]
    private const uint Stxr = 0xC802_7C23;  // STXR W2, X3, [X1]
    private TestPe _machine = null!;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe();
        _machine.MapEl3();
        _machine.Pe.X(1) = TestPe.Data;
        _machine.Pe.X(3) = 99;
        _machine.Put64(TestPe.Data, 5);
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    // An observer with a door of its own, such as a device.
    private void WriteByAnother(ulong address, ulong value)
    {
        using var door = new GranuleProtection(_machine.Memory);
        Assert.That(door.Write(new PhysicalAddress(address, Arm.Pas.Root), 8, value).Ok);
    }

    private (ulong Status, ulong Memory) Outcome => (_machine.Pe.X(2), _machine.Get64(TestPe.Data));

    [Test]
    public void A_store_after_its_load_succeeds_once()
    {
        _machine.Run(Ldxr, Stxr);
        Assert.That(Outcome, Is.EqualTo((0UL, 99UL)));
        _machine.Pe.X(3) = 100;
        _machine.Run(Stxr);
        Assert.That(Outcome, Is.EqualTo((1UL, 99UL)), "the mark is used up");
    }

    [Test]
    public void CLREX_an_exception_return_and_a_write_by_another_each_make_it_fail()
    {
        _machine.Run(Ldxr, A64.Word(A64Op.CLREX, ('k', 15)), Stxr);
        Assert.That(Outcome, Is.EqualTo((1UL, 5UL)), "CLREX");
        _machine.Run(Ldxr);
        WriteByAnother(TestPe.Data, 6);
        _machine.Run(Stxr);
        Assert.That(Outcome, Is.EqualTo((1UL, 6UL)), "another observer wrote");
        _machine.Pe[SystemRegister.SPSR_EL3] = 0x3CD;
        _machine.Pe[SystemRegister.ELR_EL3] = TestPe.Code + 8;
        _machine.Pe.X(2) = 7;
        _machine.Run(Ldxr, A64.Eret, Stxr);
        Assert.That(Outcome, Is.EqualTo((1UL, 6UL)), "ERET");
    }

    [Test]
    public void Another_address_or_size_fails()
    {
        _machine.Run(Ldxr);
        _machine.Pe.X(1) += 8;
        _machine.Run(Stxr);
        Assert.That(_machine.Pe.X(2), Is.EqualTo(1));
        _machine.Run(Ldxr, Stxr & 0xBFFF_FFFF);
        Assert.That(_machine.Pe.X(2), Is.EqualTo(1));
    }

    [Test]
    public void A_pair_is_compared_and_stored_whole([Values(0u, 1u)] uint is64)
    {
        uint load = A64.Word(A64Op.LDXP, ('f', is64), ('t', 4), ('u', 5), ('n', 1), ('x', 31));
        uint store = A64.Word(A64Op.STXP, ('f', is64), ('s', 2), ('t', 3), ('u', 6), ('n', 1));
        ulong step = is64 != 0 ? 8UL : 4;
        _machine.Pe.X(6) = 77;
        _machine.Run(load, store);
        Assert.That(_machine.Pe.X(2), Is.Zero);
        Assert.That(_machine.Get64(TestPe.Data), Is.EqualTo(is64 != 0 ? 99 : 77UL << 32 | 99));
        Assert.That((uint)_machine.Get64(TestPe.Data + step), Is.EqualTo(77));
        _machine.Run(load);
        WriteByAnother(TestPe.Data + step, 77);
        _machine.Run(store);
        Assert.That(_machine.Pe.X(2), Is.EqualTo(1), "the second half was written, with what it held");
    }

    [Test]
    public void Status_in_base_or_data_is_undefined()
    {
        _machine.Run(A64.Word(A64Op.STXR, ('f', 1), ('s', 1), ('t', 3), ('n', 1), ('x', ~0u)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
        _machine.At(Arm.ExceptionLevel.EL3).Run(A64.Word(A64Op.STXR, ('f', 1), ('s', 3), ('t', 3), ('n', 1), ('x', ~0u)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void Devices_support_neither_exclusives_nor_atomics()
    {
        _machine.Memory.AddDevice(0x1C09_0000, 0x1000, new RecordingDevice());
        _machine.Pe.X(1) = 0x1C09_0000;
        _machine.Run(Ldxr);
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.UnsupportedExclusiveOrAtomic));
        _machine.At(Arm.ExceptionLevel.EL3).Run(A64.Word(A64Op.SWP, ('f', 1), ('s', 0), ('t', 2), ('n', 1)));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.UnsupportedExclusiveOrAtomic));
    }

    [Test]
    public void An_atomic_on_a_read_only_page_reports_a_write_and_elsewhere_a_read()
    {
        using var machine = new El1Machine();
        machine.Pe.X(1) = TestPe.Data;
        uint swap = A64.Word(A64Op.SWP, ('f', 1), ('s', 0), ('t', 2), ('n', 1));
        machine.Run(swap);
        Assert.That((machine.Esr.FSC, machine.Esr.WnR), Is.EqualTo((FaultStatusCode.TranslationLevel2, false)));
        machine.At(Arm.ExceptionLevel.EL1).Map(TestPe.Data, TestPe.Data, writable: false);
        machine.Run(swap);
        Assert.That((machine.Esr.FSC, machine.Esr.WnR), Is.EqualTo((FaultStatusCode.PermissionLevel3, true)));
    }
}
