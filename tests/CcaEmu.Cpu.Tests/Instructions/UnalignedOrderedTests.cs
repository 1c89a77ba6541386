using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Where exclusives, atomics, acquires and releases may be unaligned (FEAT_LSE2), and pairs with order (FEAT_LRCPC3).</summary>
internal sealed class UnalignedOrderedTests
{
    private const ulong Page = TestPe.Data;

    private static readonly A64Op[] Ordered = [A64Op.LDAR, A64Op.STLR, A64Op.LDAPR, A64Op.LDAPR_post, A64Op.STLR_pre];
    private static readonly A64Op[] Atomic = [A64Op.LDXR, A64Op.STXR, A64Op.LDADD, A64Op.CAS];

    [Test]
    public void Within_16_aligned_bytes_all_may_be_unaligned([Values] bool ordered, [Values(0u, 1u, 5u, 8u)] uint offset)
    {
        foreach (A64Op op in ordered ? Ordered : Atomic)
            Assert.That(Fault(op, offset, ulong.MaxValue), Is.Null, op.ToString());
    }

    [Test]
    public void Across_16_aligned_bytes_all_fault([Values] bool ordered, [Values(9u, 12u, 15u)] uint offset)
    {
        foreach (A64Op op in ordered ? Ordered : Atomic)
            Assert.That(Fault(op, offset, ulong.MaxValue), Is.EqualTo(FaultStatusCode.Alignment), op.ToString());
    }

    [Test]
    public void NAA_lifts_that_for_ordered_accesses_only([Values(9u, 15u)] uint offset)
    {
        foreach (A64Op op in Ordered)
            Assert.That(Fault(op, offset, ulong.MaxValue, SCTLR_ELx.nAA), Is.Null, op.ToString());
        foreach (A64Op op in Atomic)
            Assert.That(Fault(op, offset, ulong.MaxValue, SCTLR_ELx.nAA), Is.EqualTo(FaultStatusCode.Alignment), op.ToString());
    }

    [Test]
    public void SCTLR_A_and_a_PE_without_FEAT_LSE2_want_natural_alignment([Values] bool without)
    {
        foreach (A64Op op in (A64Op[])[.. Ordered, .. Atomic])
        {
            Assert.That(Fault(op, 4, without ? 0 : ulong.MaxValue, without ? SCTLR_ELx.nAA : SCTLR_ELx.A | SCTLR_ELx.nAA),
                Is.EqualTo(FaultStatusCode.Alignment), op.ToString());
        }
    }

    [Test]
    public void Device_memory_wants_natural_alignment()
    {
        using var machine = new TestPe();
        machine.Pe.X(1) = Page + 4;
        machine.Run(A64.Word(A64Op.LDAR, ('f', 1), ('t', 0), ('n', 1), ('x', ~0u)));
        Assert.That(machine.Esr.FSC, Is.EqualTo(FaultStatusCode.Alignment), "the MMU is off: Device-nGnRnE");
    }

    [Test]
    public void An_unaligned_atomic_does_its_work()
    {
        using TestPe machine = Mapped(new PeFeatures([Feature.FEAT_LSE, Feature.FEAT_LSE2]));
        machine.Put64(Page, 0x7766_5544_3322_1100);
        machine.Pe.X(1) = Page + 3;
        machine.Pe.X(2) = 1;
        machine.Run(A64.Word(A64Op.LDADD, ('f', 0), ('t', 0), ('n', 1), ('s', 2)));
        Assert.That((machine.Pe.X(0), machine.Get64(Page)), Is.EqualTo((0x6655_4433UL, 0x7766_5544_3422_1100UL)));
    }

    [Test]
    public void Each_register_of_an_ordered_pair_has_16_bytes_of_its_own([Values] bool load)
    {
        A64Op op = load ? A64Op.LDIAPP : A64Op.STILP;
        Assert.That(PairFault(op, 8, 0), Is.Null, "aligned to the element, across 16 bytes as a whole");
        Assert.That(PairFault(op, 4, 0), Is.EqualTo(FaultStatusCode.Alignment), "the second register crosses");
        Assert.That(PairFault(op, 4, SCTLR_ELx.nAA), Is.Null);
    }

    private static FaultStatusCode? PairFault(A64Op op, uint offset, ulong sctlr)
    {
        using TestPe machine = Mapped(PeFeatures.Default.With("+FEAT_LRCPC3"));
        machine.Pe[SystemRegister.SCTLR_EL3] |= sctlr;
        machine.Pe.X(1) = Page + offset;
        machine.Run(A64.Word(op, ('f', 1), ('t', 2), ('m', 3), ('n', 1)));
        return machine.Exceptions.Count == 0 ? null : machine.Esr.FSC;
    }

    private static FaultStatusCode? Fault(A64Op op, uint offset, ulong features, ulong sctlr = 0)
    {
        using TestPe machine = Mapped(features == 0
            ? new PeFeatures([Feature.FEAT_LSE, Feature.FEAT_LRCPC, Feature.FEAT_LRCPC2, Feature.FEAT_LRCPC3])
            : PeFeatures.Default.With("+FEAT_LRCPC3"));
        machine.Pe[SystemRegister.SCTLR_EL3] |= sctlr;
        bool pre = op == A64Op.STLR_pre;
        machine.Pe.X(1) = Page + offset + (pre ? 8UL : 0);
        machine.Run(A64.Word(op, ('f', 1), ('t', 0), ('n', 1), ('s', 2), ('x', ~0u)));
        if (machine.Exceptions.Count == 0)
            Assert.That(machine.Pe.X(1), Is.EqualTo(Page + offset + (op == A64Op.LDAPR_post ? 8UL : 0)));
        return machine.Exceptions.Count == 0 ? null : machine.Esr.FSC;
    }

    private static TestPe Mapped(PeFeatures features)
    {
        var machine = new TestPe(features);
        machine.MapEl3();
        return machine;
    }
}
