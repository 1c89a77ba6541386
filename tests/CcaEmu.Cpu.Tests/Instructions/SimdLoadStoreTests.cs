using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>What a user program under QEMU cannot show: faults, alignment, syndromes, devices.</summary>
internal sealed unsafe class SimdLoadStoreTests
{
    private const ulong Page = TestPe.Data;
    private static readonly UInt128 Pattern = new(0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210);
    private El1Machine _machine = null!;

    [SetUp]
    public void SetUp()
    {
        _machine = new El1Machine(features: new PeFeatures([Feature.FEAT_FP, Feature.FEAT_AdvSIMD, Feature.FEAT_LRCPC3]));
        _machine.Pe[SystemRegister.CPACR_EL1] = CPACR_EL1.FPEN.Set(0, 3);
        _machine.Map(Page, Page, writable: true);
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_quadword_across_a_page_boundary_is_whole([Range(0xFF0, 0x1000)] int offset)
    {
        _machine.Map(Page + 0x1000, Page + 0x3000, writable: true);
        V(0) = Pattern;
        _machine.Pe.X(1) = Page + (ulong)offset;
        _machine.Run(Q(A64Op.STUR_SIMD, 0), Q(A64Op.LDUR_SIMD, 2));
        Assert.That(_machine.Exceptions, Is.Empty);
        Assert.That(V(2), Is.EqualTo(Pattern));
    }

    [Test]
    public void A_load_that_faults_in_its_second_page_changes_no_register_and_reports_that_page()
    {
        _machine.Pe.X(1) = Page + 0xFF8;
        V(0) = V(1) = V(2) = V(3) = Pattern;
        _machine.Run(A64.Word(A64Op.LD4_mult_post, ('Q', 1), ('m', 31), ('n', 1), ('t', 0)));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.TranslationLevel3));
        Assert.That((_machine.Esr.WnR, _machine.Last.FaultAddress), Is.EqualTo((false, Page + 0x1000)));
        Assert.That(_machine.Pe.X(1), Is.EqualTo(Page + 0xFF8), "the base is written back only when the load has succeeded");
        Assert.That(new[] { V(0), V(1), V(2), V(3) }, Is.All.EqualTo(Pattern));
    }

    [TestCase(A64Op.STUR_SIMD, 0xFF1)]
    [TestCase(A64Op.STP_SIMD_off, 0xFF0)]
    [TestCase(A64Op.ST1_x4, 0xFD0)]
    [TestCase(A64Op.ST3_mult, 0xFE0)]
    [TestCase(A64Op.ST4_S, 0xFF8)]
    public void A_store_that_faults_in_its_second_page_writes_nothing_in_its_first(A64Op op, int offset)
    {
        for (int i = 0; i < 5; i++)
            V(i) = UInt128.MaxValue;
        _machine.Pe.X(1) = Page + (ulong)offset;
        uint word = A64.Word(op, ('E', op == A64Op.STUR_SIMD ? 1u : 2), ('Q', 1), ('n', 1), ('u', 1));
        _machine.Run(word);
        Assert.That((_machine.Esr.WnR, _machine.Last.FaultAddress), Is.EqualTo((true, Page + 0x1000)));
        for (ulong address = Page + 0xF80; address < Page + 0x1000; address += 8)
            Assert.That(_machine.Get64(address), Is.Zero, $"0x{address:x}");
    }

    [TestCase(A64Op.LD1_x1, 0u, 1, true, TestName = "Bytes_are_always_aligned")]
    [TestCase(A64Op.LD1_x1, 3u, 8, true, TestName = "Doublewords_at_a_doubleword_are_aligned")]
    [TestCase(A64Op.LD1_x1, 3u, 4, false, TestName = "Doublewords_at_a_word_are_not_aligned")]
    [TestCase(A64Op.LD3_mult, 1u, 2, true, TestName = "Structures_of_halfwords_at_a_halfword_are_aligned")]
    [TestCase(A64Op.LD3_mult, 1u, 1, false, TestName = "Structures_of_halfwords_at_a_byte_are_not_aligned")]
    [TestCase(A64Op.LDUR_SIMD, 1u, 8, false, TestName = "A_quadword_at_a_doubleword_is_not_aligned")]
    [TestCase(A64Op.LDP_SIMD_off, 2u, 16, true, TestName = "A_pair_of_quadwords_at_a_quadword_is_aligned")]
    [TestCase(A64Op.LDP_SIMD_off, 2u, 8, false, TestName = "A_pair_of_quadwords_at_a_doubleword_is_not_aligned")]
    [TestCase(A64Op.LDP_SIMD_off, 1u, 8, true, TestName = "A_pair_of_doublewords_at_a_doubleword_is_aligned")]
    public void Alignment_is_checked_by_elements(A64Op op, uint size, int offset, bool allowed)
    {
        _machine.Pe[SystemRegister.SCTLR_EL1] |= SCTLR_ELx.A;
        // Once through the walk, once through the fast TLB.
        for (int i = 0; i < 2; i++)
        {
            _machine.At(ExceptionLevel.EL1);
            _machine.Pe.X(1) = Page;
            _machine.Run(A64.Ldr(0, 1));
            _machine.Pe.X(1) = Page + (ulong)offset;
            _machine.Run(A64.Word(op, ('E', size), ('Q', 1), ('n', 1), ('u', 1)));
            Assert.That(_machine.Exceptions, Has.Count.EqualTo(allowed ? 0 : 1));
            if (!allowed)
                Assert.That((_machine.Esr.FSC, _machine.Last.FaultAddress), Is.EqualTo((FaultStatusCode.Alignment, Page + (ulong)offset)));
        }
    }

    [Test]
    public void Device_memory_takes_aligned_elements_only([Values(0, 4)] int offset)
    {
        _machine.Map(0x1C09_0000, 0x1C09_0000, writable: true, device: true);
        var device = new RecordingDevice();
        _machine.Bare.Memory.AddDevice(0x1C09_0000, 0x1000, device);
        _machine.Pe.X(1) = 0x1C09_0000 + (ulong)offset;
        _machine.Run(A64.Word(A64Op.LD1_x1, ('E', 2), ('Q', 1), ('n', 1)), Q(A64Op.LDUR_SIMD, 2));
        Assert.That(device.Log.Take(4), Is.EqualTo(Enumerable.Range(0, 4).Select(i => $"R {offset + i * 4:x} 4")));
        Assert.That(device.Log.Skip(4), Is.EqualTo(offset == 0 ? new[] { "R 0 8", "R 8 8" } : []));
        Assert.That(_machine.Exceptions, Has.Count.EqualTo(offset == 0 ? 0 : 1));
    }

    [Test]
    public void A_stage_2_fault_of_a_vector_register_has_no_instruction_syndrome()
    {
        _machine.EnableStage2();
        _machine.Pe.X(1) = Page;
        _machine.Run(Q(A64Op.LDUR_SIMD, 0));
        Assert.That(_machine.Last.Target, Is.EqualTo(ExceptionLevel.EL2));
        Assert.That((_machine.Esr.ISV, _machine.Esr.FSC), Is.EqualTo((false, FaultStatusCode.TranslationLevel3)));
    }

    [TestCase(A64Op.LDUR_SIMD)]
    [TestCase(A64Op.STP_SIMD_pre)]
    [TestCase(A64Op.LD1R)]
    [TestCase(A64Op.ST1_B_post)]
    [TestCase(A64Op.STL1)]
    public void Where_SIMD_and_FP_are_trapped_the_trap_comes_before_every_fault(A64Op op)
    {
        _machine.Pe[SystemRegister.CPACR_EL1] = 0;
        _machine.Pe.X(1) = 0xDEAD_0001;
        _machine.Run(A64.Word(op, ('n', 1), ('u', 1)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.TrappedFpSimd));
    }

    [Test]
    public void Ordered_forms_load_and_store_what_the_plain_ones_do()
    {
        V(0) = Pattern;
        _machine.Pe.X(1) = Page + 0x100;
        _machine.Run(
            A64.Word(A64Op.STLUR_SIMD, ('E', 1), ('i', 0x1F0), ('n', 1)),
            A64.Word(A64Op.LDAPUR_SIMD, ('E', 1), ('i', 0x1F0), ('n', 1), ('t', 2)),
            A64.Word(A64Op.LDAPUR_SIMD, ('E', 4), ('i', 0x1F4), ('n', 1), ('t', 3)),
            A64.Word(A64Op.LDAP1, ('Q', 1), ('n', 1), ('t', 3)),
            A64.Word(A64Op.STL1, ('Q', 1), ('n', 1), ('t', 2)));
        Assert.That(_machine.Exceptions, Is.Empty);
        Assert.That(V(2), Is.EqualTo(Pattern));
        Assert.That(V(3), Is.EqualTo((UInt128)(uint)(Pattern >> 32)), "LDAP1 keeps the other lane");
        Assert.That(_machine.Get64(Page + 0x100), Is.EqualTo((ulong)(Pattern >> 64)));
    }

    [Test]
    public void Ordered_forms_need_alignment([Values(A64Op.STLUR_SIMD, A64Op.LDAPUR_SIMD)] A64Op op)
    {
        _machine.Pe.X(1) = Page + 9;
        _machine.Run(A64.Word(op, ('E', 6), ('n', 1)));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.Alignment));
    }

    [Test]
    public void A_misaligned_stack_pointer_is_reported_before_the_access()
    {
        _machine.Pe[SystemRegister.SCTLR_EL1] |= SCTLR_ELx.SA;
        _machine.Pe.SetStackPointer(ExceptionLevel.EL1, Page + 8);
        _machine.Run(A64.Word(A64Op.LD1R_post, ('n', 31), ('m', 2)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.SpAlignment));
        Assert.That(_machine.Pe.GetStackPointer(ExceptionLevel.EL1), Is.EqualTo(Page + 8));
    }

    [Test]
    public void A_pair_load_into_one_register_is_undefined()
    {
        _machine.Pe.X(1) = Page;
        _machine.Run(A64.Word(A64Op.LDP_SIMD_off, ('E', 2), ('n', 1), ('t', 4), ('u', 4)));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    private static uint Q(A64Op op, uint rt) => A64.Word(op, ('E', 1), ('n', 1), ('t', rt));

    private ref UInt128 V(int register) => ref ((UInt128*)_machine.Pe.State->V)[register];
}
