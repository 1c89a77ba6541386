using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Debug;

internal sealed class WatchpointTests
{
    private const ulong AtEl0 = 2UL << 1, Loads = 1UL << 3, Stores = 2UL << 3, Any = 3UL << 3;
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe();
        Pe[SystemRegister.OSLAR_EL1] = 0;
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.MDE;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_watched_store_is_not_made_and_reports_its_address()
    {
        Set(0, TestPe.Data, AtEl0 | Any | 0xFFUL << 5);
        Pe.X(0) = 5;
        Access(A64.Str(0, 1), TestPe.Data);
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.ISS, _machine.Last.FaultAddress, _machine.Last.ReturnAddress),
            Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.WatchpointLower, 0x62u, TestPe.Data, TestPe.Code)));
        Assert.That(_machine.Get64(TestPe.Data), Is.Zero);
    }

    [Test]
    public void A_page_that_was_in_use_before_is_watched_too()
    {
        Access(A64.Str(0, 1), TestPe.Data);
        Assert.That(_machine.Exceptions, Is.Empty);
        Set(0, TestPe.Data, AtEl0 | Any | 0xFFUL << 5);
        Access(A64.Str(0, 1), TestPe.Data);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.WatchpointLower));
        Pe[SystemRegister.DBGWCR0_EL1] = 0;
        Access(A64.Str(0, 1), TestPe.Data);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [TestCase(Loads, true, false)]
    [TestCase(Stores, false, true)]
    [TestCase(Any, true, true)]
    public void LSC_chooses_loads_and_stores(ulong lsc, bool load, bool store)
    {
        Set(0, TestPe.Data, AtEl0 | lsc | 0xFFUL << 5);
        Access(A64.Ldr(0, 1), TestPe.Data);
        Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(load));
        if (load)
            Assert.That(_machine.Esr.WnR, Is.False);
        Access(A64.Str(0, 1), TestPe.Data);
        Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(store));
    }

    [TestCase(0x08u, 3UL, true, Description = "byte 3, an access to byte 3")]
    [TestCase(0x08u, 2UL, false)]
    [TestCase(0x08u, 4UL, false)]
    [TestCase(0xF0u, 4UL, true)]
    [TestCase(0xF0u, 3UL, false)]
    public void BAS_chooses_bytes(uint bas, ulong offset, bool matches)
    {
        Set(0, TestPe.Data, AtEl0 | Any | (ulong)bas << 5);
        Access(A64.Word(A64Op.LDRB_imm_off, ('t', 0), ('n', 1)), TestPe.Data + offset);
        Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(matches));
    }

    [TestCase(TestPe.Data - 4, true, Description = "a doubleword that runs into the watched word")]
    [TestCase(TestPe.Data - 8, false)]
    [TestCase(TestPe.Data + 4, false)]
    public void An_access_matches_by_any_of_its_bytes(ulong address, bool matches)
    {
        Set(0, TestPe.Data, AtEl0 | Any | 0x0FUL << 5);
        MapFlatNormal();
        Access(A64.Word(A64Op.LDUR, ('f', 1), ('t', 0), ('n', 1)), address);
        Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(matches));
    }

    [TestCase(TestPe.Data + 0xFF8, true)]
    [TestCase(TestPe.Data + 0x1000, false)]
    public void MASK_watches_a_range(ulong address, bool matches)
    {
        Set(1, TestPe.Data, AtEl0 | Any | 0xFFUL << 5 | 12UL << 24);
        Access(A64.Ldr(0, 1), address);
        Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(matches));
    }

    [Test]
    public void Atomics_exclusives_and_block_zeroing_are_watched()
    {
        Set(0, TestPe.Data + 0x38, AtEl0 | Any | 0xFFUL << 5);
        Pe[SystemRegister.SCTLR_EL1] |= SCTLR_ELx.DZE;
        MapFlatNormal();
        foreach (uint word in new[] { 0xF821_0022u, 0xC85F_7C20u })
        {
            Access(word, TestPe.Data + 0x38);
            Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.WatchpointLower), $"{word:x8}");
        }
        Access(A64.Sys(3, 7, 4, 1, 1), TestPe.Data);
        Assert.That((_machine.Esr.EC, _machine.Esr.WnR), Is.EqualTo((ExceptionClass.WatchpointLower, true)), "DC ZVA");
    }

    [Test]
    public void A_linked_watchpoint_needs_its_context()
    {
        Pe[SystemRegister.DBGBVR5_EL1] = 9;
        Pe[SystemRegister.DBGBCR5_EL1] = DBGBCR_EL1.E | AtEl0 | 3UL << 20;
        Set(0, TestPe.Data, AtEl0 | Any | 0xFFUL << 5 | 5UL << 16 | DBGWCR_EL1.WT);
        Access(A64.Ldr(0, 1), TestPe.Data);
        Assert.That(_machine.Exceptions, Is.Empty);
        Pe[SystemRegister.CONTEXTIDR_EL1] = 9;
        Access(A64.Ldr(0, 1), TestPe.Data);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.WatchpointLower));
    }

    [Test]
    public void A_fault_comes_before_a_watchpoint()
    {
        Set(0, TestPe.Data, AtEl0 | Any | 0xFFUL << 5);
        Access(A64.Word(A64Op.LDXR, ('f', 1), ('t', 0), ('n', 1)), TestPe.Data + 4);
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.Alignment));
    }

    private void Set(int n, ulong address, ulong control)
    {
        Pe[SystemRegister.DBGWVR0_EL1 + (ushort)(2 * n)] = address;
        Pe[SystemRegister.DBGWCR0_EL1 + (ushort)(2 * n)] = control | DBGWCR_EL1.E;
    }

    // HCR_EL2.DC makes all memory Normal with stage 1 off; stage 2 is then on, and maps the first GiB to itself.
    private void MapFlatNormal()
    {
        ulong table = _machine.NewTable();
        _machine.Put64(table, 1UL << 10 | 3UL << 8 | 3UL << 6 | 0xFUL << 2 | 1);
        Pe[SystemRegister.VTTBR_EL2] = table;
        Pe[SystemRegister.VTCR_EL2] = 25 | 1UL << 6 | 5UL << 16;
        Pe[SystemRegister.HCR_EL2] |= HCR_EL2.DC | HCR_EL2.VM;
    }

    private void Access(uint word, ulong address)
    {
        _machine.At(ExceptionLevel.EL0);
        Pe.X(1) = address;
        _machine.Run(word);
    }
}
