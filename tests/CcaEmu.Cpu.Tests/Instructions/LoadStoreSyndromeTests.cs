using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>The instruction syndrome of a stage 2 data abort: which loads and stores have one, and what it says.</summary>
internal sealed class LoadStoreSyndromeTests
{
    [TestCase(A64Op.LDRAA_off, 0u, 3, false, true, false)]
    [TestCase(A64Op.LDRAB_off, 0u, 3, false, true, false)]
    [TestCase(A64Op.LDAPUR, 1u, 3, false, true, true)]
    [TestCase(A64Op.LDAPUR, 0u, 2, false, false, true)]
    [TestCase(A64Op.LDAPURSW, 0u, 2, true, true, true)]
    [TestCase(A64Op.STLURH, 0u, 1, false, false, true)]
    [TestCase(A64Op.LDAR, 1u, 3, false, true, true)]
    public void A_single_register_without_writeback_has_one(A64Op op, uint f, int size, bool signed, bool is64, bool ordered)
    {
        Assert.That(LoadStoreSyndrome.TryGet(A64.Word(op, ('f', f), ('t', 7)), out ulong iss));
        EsrValue esr = EsrValue.Create(ExceptionClass.DataAbortLower, iss);
        Assert.That((esr.ISV, esr.SAS, esr.SSE, esr.SRT, esr.SF), Is.EqualTo((true, size, signed, 7, is64)));
        Assert.That((iss & CcaEmu.Arm.Registers.Fields.ESR_ELx.AR) != 0, Is.EqualTo(ordered));
    }

    [TestCase(A64Op.LDRAA_pre)]
    [TestCase(A64Op.LDAPR_post)]
    [TestCase(A64Op.STLR_pre)]
    [TestCase(A64Op.LDIAPP)]
    [TestCase(A64Op.STILP_pre)]
    [TestCase(A64Op.CPYP)]
    [TestCase(A64Op.SETM)]
    [TestCase(A64Op.LDXR)]
    public void Pairs_exclusives_writeback_and_memory_operations_have_none(A64Op op) =>
        Assert.That(LoadStoreSyndrome.TryGet(A64.Word(op), out _), Is.False);
}
