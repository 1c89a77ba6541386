using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

internal sealed class LoadStoreTests
{
    private const ulong Page = TestPe.Data;
    private TestPe _machine = null!;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe();
        _machine.MapEl3();
        _machine.Pe.X(1) = Page;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void An_access_across_a_page_boundary_is_whole([Range(0xFF8, 0x1000)] int offset)
    {
        ulong address = Page + (ulong)offset;
        _machine.Pe.X(0) = 0x0123_4567_89AB_CDEF;
        _machine.Pe.X(1) = address;
        _machine.Run(A64.Str(0, 1), A64.Ldr(2, 1));
        Assert.That(_machine.Pe.X(2), Is.EqualTo(0x0123_4567_89AB_CDEF));
        Assert.That(_machine.Exceptions, Is.Empty);
        int shift = (offset & 7) * 8;
        Assert.That(_machine.Get64(address & ~7UL), Is.EqualTo(0x0123_4567_89AB_CDEFUL << shift));
    }

    [Test]
    public void A_store_that_faults_in_its_second_page_writes_nothing_in_its_first()
    {
        using var machine = new El1Machine();
        machine.Map(Page, Page, writable: true);
        machine.Pe.X(0) = ulong.MaxValue;
        machine.Pe.X(1) = Page + 0xFFC;
        machine.Run(A64.Str(0, 1));
        Assert.That((machine.Esr.FSC, machine.Esr.WnR), Is.EqualTo((FaultStatusCode.TranslationLevel3, true)));
        Assert.That(machine.Last.FaultAddress, Is.EqualTo(Page + 0x1000));
        Assert.That(machine.Get64(Page + 0xFF8), Is.Zero);
    }

    [Test]
    public void A_pair_store_that_faults_in_its_second_register_writes_nothing()
    {
        using var machine = new El1Machine();
        machine.Map(Page, Page, writable: true);
        machine.Pe.X(0) = machine.Pe.X(2) = ulong.MaxValue;
        machine.Pe.X(1) = Page + 0xFF8;
        machine.Run(A64.Word(A64Op.STP_pre, ('f', 1), ('t', 0), ('u', 2), ('n', 1)));
        Assert.That(machine.Esr.IsDataAbort);
        Assert.That((machine.Get64(Page + 0xFF8), machine.Pe.X(1)), Is.EqualTo((0UL, Page + 0xFF8)));
    }

    [Test]
    public void A_pair_load_that_faults_in_its_second_register_changes_no_register()
    {
        using var machine = new El1Machine();
        machine.Map(Page, Page, writable: true);
        machine.Put64(Page + 0xFF8, 77);
        machine.Pe.X(0) = 1;
        machine.Pe.X(2) = 2;
        machine.Pe.X(1) = Page + 0xFF8;
        machine.Run(A64.Word(A64Op.LDP_post, ('f', 1), ('t', 0), ('u', 2), ('n', 1), ('i', 2)));
        Assert.That((machine.Pe.X(0), machine.Pe.X(1), machine.Pe.X(2)), Is.EqualTo((1UL, Page + 0xFF8, 2UL)));
        Assert.That(machine.Last.FaultAddress, Is.EqualTo(Page + 0x1000));
    }

    [Test]
    public void Writeback_happens_only_after_a_successful_access()
    {
        using var machine = new El1Machine();
        machine.Pe.X(1) = Page;
        machine.Run(A64.Word(A64Op.LDR_imm_post, ('f', 1), ('t', 0), ('n', 1), ('i', 8)));
        Assert.That((machine.Esr.EC, machine.Pe.X(1)), Is.EqualTo((ExceptionClass.DataAbortSame, Page)));
        machine.At(ExceptionLevel.EL1);
        machine.Map(Page, Page, writable: false);
        machine.Run(A64.Word(A64Op.LDR_imm_post, ('f', 1), ('t', 0), ('n', 1), ('i', 8)));
        Assert.That((machine.Exceptions.Count, machine.Pe.X(1)), Is.EqualTo((0, Page + 8)));
    }

    [Test]
    public void Writeback_loads_of_their_own_base_are_undefined()
    {
        _machine.Run(A64.Word(A64Op.LDR_imm_pre, ('f', 1), ('t', 1), ('n', 1), ('i', 8)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
        _machine.At(ExceptionLevel.EL3).Run(A64.Word(A64Op.LDP_off, ('f', 1), ('t', 2), ('u', 2), ('n', 1)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void A_writeback_store_of_its_own_base_stores_the_value_from_before()
    {
        _machine.Run(A64.Word(A64Op.STR_imm_post, ('f', 1), ('t', 1), ('n', 1), ('i', 8)));
        Assert.That((_machine.Get64(Page), _machine.Pe.X(1)), Is.EqualTo((Page, Page + 8)));
    }

    [Test]
    public void Unaligned_accesses_fault_where_SCTLR_A_is_set()
    {
        _machine.Pe[SystemRegister.SCTLR_EL3] |= SCTLR_ELx.A;
        _machine.Pe.X(1) = Page + 1;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Esr.FSC, _machine.Last.FaultAddress, _machine.Esr.WnR), Is.EqualTo((FaultStatusCode.Alignment, Page + 1, false)));
        _machine.At(ExceptionLevel.EL3).Run(A64.Word(A64Op.STP_off, ('f', 1), ('t', 0), ('u', 2), ('n', 1)));
        Assert.That((_machine.Esr.FSC, _machine.Esr.WnR), Is.EqualTo((FaultStatusCode.Alignment, true)));
        _machine.At(ExceptionLevel.EL3).Run(A64.Word(A64Op.LDRB_imm_off, ('t', 0), ('n', 1)));
        Assert.That(_machine.Exceptions, Is.Empty, "a byte is always aligned");
    }

    [Test]
    public void Unaligned_accesses_fault_on_Device_memory_and_while_the_MMU_is_off()
    {
        using var machine = new TestPe();
        machine.Pe.X(1) = Page + 4;
        machine.Run(A64.Ldr(0, 1));
        Assert.That(machine.Esr.FSC, Is.EqualTo(FaultStatusCode.Alignment));
        machine.At(ExceptionLevel.EL3).Run(A64.Word(A64Op.LDR_imm_off, ('t', 0), ('n', 1)));
        Assert.That(machine.Exceptions, Is.Empty, "a word at a multiple of four");
    }

    [Test]
    public void Ordered_accesses_across_16_bytes_fault_on_any_memory([Values(A64Op.LDAR, A64Op.STLR, A64Op.LDAPR, A64Op.LDXR, A64Op.LDADD, A64Op.CAS)] A64Op op)
    {
        _machine.Pe.X(1) = Page + 12;
        _machine.Run(A64.Word(op, ('f', 1), ('t', 0), ('n', 1), ('s', 2), ('x', ~0u)));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.Alignment));
    }

    [Test]
    public void SP_must_be_a_multiple_of_16_where_that_is_checked()
    {
        _machine.Pe.SetStackPointer(ExceptionLevel.EL3, Page + 8);
        _machine.Run(A64.Ldr(0, 31));
        Assert.That(_machine.Exceptions, Is.Empty, "SCTLR_EL3.SA is 0");
        _machine.Pe[SystemRegister.SCTLR_EL3] |= SCTLR_ELx.SA;
        _machine.Run(A64.Ldr(0, 31));
        Assert.That((_machine.Esr.EC, _machine.Last.ReturnAddress), Is.EqualTo((ExceptionClass.SpAlignment, TestPe.Code)));
        _machine.At(ExceptionLevel.EL3).Run(A64.Word(A64Op.PRFM_imm_off, ('n', 31)));
        Assert.That(_machine.Exceptions, Is.Empty, "a prefetch does not check SP");
    }

    [Test]
    public void Device_registers_are_accessed_by_size_and_offset()
    {
        var device = new RecordingDevice();
        _machine.Memory.AddDevice(0x1C09_0000, 0x1000, device);
        _machine.Pe.X(0) = 0x1234;
        _machine.Pe.X(1) = 0x1C09_0000;
        _machine.Run(A64.Word(A64Op.STRH_imm_off, ('t', 0), ('n', 1), ('i', 9)), A64.Word(A64Op.LDR_imm_off, ('t', 2), ('n', 1), ('i', 6)));
        Assert.That(device.Log, Is.EqualTo(new[] { "W 12 2 1234", "R 18 4" }));
        Assert.That(_machine.Pe.X(2), Is.EqualTo(0x18));
    }

    [Test]
    public void Nothing_at_an_address_is_a_synchronous_external_abort()
    {
        _machine.Pe.X(1) = 0x2000_0000;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionClass.DataAbortSame, FaultStatusCode.SynchronousExternalAbort)));
    }

    [Test]
    public void Unprivileged_accesses_use_the_permissions_of_EL0()
    {
        using var machine = new El1Machine();
        machine.Map(Page, Page, writable: true);
        machine.Pe.X(1) = Page;
        machine.Run(A64.Str(0, 1));
        Assert.That(machine.Exceptions, Is.Empty);
        machine.Run(A64.Word(A64Op.LDTR, ('f', 1), ('t', 0), ('n', 1)));
        Assert.That(machine.Esr.FSC, Is.EqualTo(FaultStatusCode.PermissionLevel3));
    }

    [Test]
    public void DC_ZVA_clears_64_bytes_and_faults_on_Device_memory()
    {
        for (ulong offset = 0; offset < 0xC0; offset += 8)
            _machine.Put64(Page + offset, ulong.MaxValue);
        _machine.Pe.X(1) = Page + 0x47;
        _machine.Run(A64.Sys(3, 7, 4, 1, 1));
        for (ulong offset = 0; offset < 0xC0; offset += 8)
            Assert.That(_machine.Get64(Page + offset), Is.EqualTo(offset is >= 0x40 and < 0x80 ? 0 : ulong.MaxValue));
        _machine.Pe[SystemRegister.SCTLR_EL3] = 0;
        _machine.Run(A64.Sys(3, 7, 4, 1, 1));
        Assert.That((_machine.Esr.FSC, _machine.Esr.CM), Is.EqualTo((FaultStatusCode.Alignment, false)));
    }
}
