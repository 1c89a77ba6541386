using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using static CcaEmu.Cpu.Tests.A64;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>Registers that change hands together, held against reading and writing them one by one.</summary>
internal sealed class RegisterBankTests
{
    private const ulong Page = 0x40_0000, NotGlobal = 1 << 11;

    // One after the other: words of the file with consequences and without, what is kept beside the file, what is computed, what only a write can change.
    private static readonly R[] _registers =
    [
        R.HCR_EL2, R.SCTLR_EL1, R.CPACR_EL1, R.TTBR0_EL1, R.TTBR1_EL1, R.TCR_EL1, R.MAIR_EL1, R.VTCR_EL2, R.VTTBR_EL2, R.ESR_EL1, R.FAR_EL1, R.AFSR0_EL1,
        R.ELR_EL1, R.SPSR_EL1, R.SP_EL0, R.SP_EL1, R.VBAR_EL1, R.TPIDR_EL0, R.TPIDRRO_EL0, R.TPIDR_EL1, R.APIAKeyLo_EL1, R.APGAKeyHi_EL1, R.FPCR, R.FPSR,
        R.SCXTNUM_EL0, R.CNTKCTL_EL1, R.CNTVOFF_EL2, R.CNTV_CTL_EL0, R.CNTV_CVAL_EL0, R.CNTP_CTL_EL0, R.CNTP_CVAL_EL0, R.MDSCR_EL1, R.DBGBVR0_EL1, R.DBGBCR0_EL1,
        R.DBGWVR1_EL1, R.PMCR_EL0, R.PMUSERENR_EL0, R.MDCR_EL2,
    ];

    private static readonly RegisterBank _bank = new(_registers, PeFeatures.Default);

    [Test]
    public void An_exchange_saves_what_reading_gives_and_leaves_what_writing_would([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        using TestPe together = new(), single = new();
        ulong[] first = Set(together, random), second = Set(single, random);
        ulong[] saved = new ulong[_bank.Count];

        _bank.Exchange(together.Pe, saved, second);
        Assert.Multiple(() =>
        {
            Assert.That(saved, Is.EqualTo(first));
            Assert.That(Read(together), Is.EqualTo(second));
        });

        ulong[] back = new ulong[_bank.Count];
        _bank.Exchange(together.Pe, back, saved);
        Assert.Multiple(() =>
        {
            Assert.That(back, Is.EqualTo(second));
            Assert.That(Read(together), Is.EqualTo(first));
        });
    }

    [Test]
    public void Saving_and_restoring_is_an_exchange_in_two_steps([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        using TestPe pe = new(), other = new();
        ulong[] first = Set(pe, random), second = Set(other, random), saved = new ulong[_bank.Count];

        _bank.Save(pe.Pe, saved);
        _bank.Restore(pe.Pe, second);

        Assert.Multiple(() =>
        {
            Assert.That(saved, Is.EqualTo(first));
            Assert.That(Read(pe), Is.EqualTo(second));
        });
    }

    [Test]
    public void What_was_translated_before_an_exchange_is_not_used_after_it()
    {
        using var machine = new El1Machine();
        machine.Map(Page, TestPe.Data, writable: true, more: NotGlobal);
        machine.Put64(TestPe.Data, 0x1111);
        machine.Put64(TestPe.Data + 0x1000, 0x2222);
        ulong[] before = Read(machine.Bare);
        ulong[] next = [.. before];
        next[Array.IndexOf(_registers, R.TTBR0_EL1)] = OtherTables(machine, TestPe.Data + 0x1000) | 1UL << 48;

        ulong Load()
        {
            machine.Pe.X(1) = Page;
            machine.Run(Ldr(0, 1));
            return machine.Pe.X(0);
        }

        Assert.That(Load(), Is.EqualTo(0x1111));
        _bank.Exchange(machine.Pe, before, next);
        Assert.That(Load(), Is.EqualTo(0x2222));
        _bank.Exchange(machine.Pe, next, before);
        Assert.That(Load(), Is.EqualTo(0x1111));
    }

    [Test]
    public void What_may_be_read_is_decided_anew_after_an_exchange()
    {
        using var pe = new TestPe();
        ulong[] open = Read(pe), closed = [.. open];
        closed[Array.IndexOf(_registers, R.HCR_EL2)] |= HCR_EL2.TRVM;
        pe.At(ExceptionLevel.EL1);
        uint read = Mrs(0, R.TTBR0_EL1);

        pe.Run(read);
        Assert.That(pe.Exceptions, Is.Empty);
        _bank.Exchange(pe.Pe, open, closed);
        // The very instruction that was decoded and admitted before.
        pe.Pe.PC = TestPe.Code;
        pe.Pe.Run(1, exact: true);
        Assert.That(pe.Esr.EC, Is.EqualTo(ExceptionClass.TrappedSystem));
    }

    [Test]
    public void A_bank_refuses_too_few_words()
    {
        using var pe = new TestPe();
        ulong[] enough = new ulong[_bank.Count], few = new ulong[_bank.Count - 1];
        Assert.Multiple(() =>
        {
            Assert.That(() => _bank.Save(pe.Pe, few), Throws.ArgumentException);
            Assert.That(() => _bank.Restore(pe.Pe, few), Throws.ArgumentException);
            Assert.That(() => _bank.Exchange(pe.Pe, few, enough), Throws.ArgumentException);
            Assert.That(() => _bank.Exchange(pe.Pe, enough, few), Throws.ArgumentException);
        });
    }

    // Tables that map the same code, and another page of data.
    private static ulong OtherTables(El1Machine machine, ulong data)
    {
        ulong root = machine.Bare.NewTable();
        foreach (ulong va in (ulong[])[TestPe.Code, Page])
        {
            ulong descriptor = machine.Get64(machine.Entry(machine.Pe[R.TTBR0_EL1], va));
            machine.Put64(machine.Entry(root, va), va == Page ? descriptor - TestPe.Data + data : descriptor);
        }
        return root;
    }

    // Writes random values one by one, and reads what they have become.
    private static ulong[] Set(TestPe pe, Random random)
    {
        foreach (R register in _registers)
            pe.Pe[register] = random.Next(4) == 0 ? 0 : (ulong)random.NextInt64() << random.Next(0, 2);
        return Read(pe);
    }

    private static ulong[] Read(TestPe pe) => [.. _registers.Select(register => pe.Pe[register])];
}
