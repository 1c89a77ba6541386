using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>PSTATE.BTYPE and guarded pages: which branch may land on which instruction.</summary>
internal sealed class BranchTargetTests
{
    private const ulong Guarded = 0x4_0000, Plain = 0x5_0000, GuardedBit = 1UL << 50;
    private const uint BtiNone = 0xD503_241F, BtiC = 0xD503_245F, BtiJ = 0xD503_249F, BtiJc = 0xD503_24DF;

    private El1Machine _machine = null!;

    [SetUp]
    public void Create()
    {
        _machine = new El1Machine();
        _machine.Map(Guarded, Guarded, writable: false, more: GuardedBit);
        _machine.Map(Plain, Plain, writable: false);
    }

    [TearDown]
    public void Destroy() => _machine.Dispose();

    private static IEnumerable<TestCaseData> Landings()
    {
        // Branch, its BTYPE from a guarded page, and the instructions that take it.
        (uint Word, string Name, int Btype)[] branches =
        [
            (A64.Word(A64Op.BR, ('n', 1)), "BR", 3), (A64.Word(A64Op.BR, ('n', 16)), "BR_X16", 1), (A64.Word(A64Op.BR, ('n', 17)), "BR_X17", 1),
            (A64.Word(A64Op.BLR, ('n', 1)), "BLR", 2), (A64.Word(A64Op.BLR, ('n', 16)), "BLR_X16", 2),
            (A64.Word(A64Op.BRAAZ, ('n', 1)), "BRAAZ", 3), (A64.Word(A64Op.BRAB, ('n', 17), ('d', 2)), "BRAB_X17", 1),
            (A64.Word(A64Op.BLRABZ, ('n', 1)), "BLRABZ", 2),
        ];
        (uint Word, string Name, bool[] Takes)[] targets =
        [
            (BtiNone, "BTI", [true, false, false, false]), (BtiC, "BTI_c", [true, true, true, false]),
            (BtiJ, "BTI_j", [true, true, false, true]), (BtiJc, "BTI_jc", [true, true, true, true]),
            (A64.Word(A64Op.PACIASP), "PACIASP", [true, true, true, true]), (A64.Word(A64Op.PACIBSP), "PACIBSP", [true, true, true, true]),
            (A64.Word(A64Op.PACIAZ), "PACIAZ", [true, false, false, false]), (A64.Nop, "NOP", [true, false, false, false]),
        ];
        foreach (var branch in branches)
        {
            foreach (var target in targets)
            {
                foreach (bool fromGuarded in new[] { false, true })
                {
                    int btype = !fromGuarded && branch.Btype == 3 ? 1 : branch.Btype;
                    yield return new TestCaseData(branch.Word, target.Word, fromGuarded, btype, target.Takes[btype])
                        .SetArgDisplayNames(branch.Name, target.Name, fromGuarded ? "from_guarded" : "from_plain");
                }
            }
        }
    }

    [TestCaseSource(nameof(Landings))]
    public void A_guarded_page_takes_branches_by_what_they_land_on(uint branch, uint target, bool fromGuarded, int btype, bool taken)
    {
        ulong from = (fromGuarded ? Guarded : Plain) + 0x100, to = Guarded + 0x200;
        Execute(from, branch, to, target);
        if (taken)
        {
            Assert.That((_machine.Exceptions.Count, _machine.Pe.PC), Is.EqualTo((0, to + 4)));
            Assert.That(_machine.Pe.BranchType, Is.Zero, "the instruction that was landed on made BTYPE zero");
            return;
        }
        Assert.That((_machine.Esr.EC, _machine.Esr.ISS), Is.EqualTo((ExceptionClass.BranchTarget, (uint)btype)));
        Assert.That((_machine.Last.ReturnAddress, _machine.Last.Target), Is.EqualTo((to, ExceptionLevel.EL1)));
        Assert.That(PSTATE.BTYPE.GetInt(_machine.Pe[SystemRegister.SPSR_EL1]), Is.EqualTo(btype));
        Assert.That(_machine.Pe.BranchType, Is.Zero, "exception entry clears it");
    }

    [Test]
    public void Without_single_steps_the_same_holds_within_a_page_and_across([Values] bool within)
    {
        ulong from = within ? Guarded + 0x100 : Plain + 0x100;
        _machine.Pe[SystemRegister.VBAR_EL1] = 0x1_8000;
        _machine.Bare.Put(from, A64.Word(A64Op.BLR, ('n', 1)));
        _machine.Bare.Put(Guarded + 0x200, A64.Nop);
        // The vector: a call that goes nowhere else.
        _machine.Bare.Put(0x1_8200, A64.Wfi);
        _machine.Pe.X(1) = Guarded + 0x200;
        _machine.Pe.PC = from;
        _machine.Pe.Run(100);
        Assert.That(_machine.Exceptions[0].Syndrome >> 26, Is.EqualTo((ulong)ExceptionClass.BranchTarget));
        _machine.Exceptions.Clear();
        // The translations are cached now.
        _machine.Pe.PC = from;
        _machine.Pe.Run(100);
        Assert.That(_machine.Exceptions[0].Syndrome >> 26, Is.EqualTo((ulong)ExceptionClass.BranchTarget));
    }

    [Test]
    public void A_page_that_is_not_guarded_takes_any_branch()
    {
        Execute(Guarded + 0x100, A64.Word(A64Op.BR, ('n', 1)), Plain, A64.Nop);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [Test]
    public void The_same_bytes_may_be_guarded_by_one_mapping_and_not_by_another()
    {
        const ulong alias = 0x6_0000;
        _machine.Map(alias, Guarded, writable: false);
        Execute(Plain + 0x100, A64.Word(A64Op.BR, ('n', 1)), alias + 0x200, A64.Nop, at: Guarded + 0x200);
        Assert.That(_machine.Exceptions, Is.Empty);
        Execute(Plain + 0x100, A64.Word(A64Op.BR, ('n', 1)), Guarded + 0x200, A64.Nop);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.BranchTarget));
    }

    [Test]
    public void Returns_and_direct_branches_land_anywhere()
    {
        _machine.Pe.X(30) = Guarded + 0x200;
        Execute(Guarded + 0x100, A64.Ret, Guarded + 0x200, A64.Nop);
        Execute(Guarded + 0x100, A64.B(64), Guarded + 0x200, A64.Nop);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [TestCase(ExceptionLevel.EL1, SCTLR_ELx.BT, true)]
    [TestCase(ExceptionLevel.EL1, SCTLR_ELx.BT0, false)]
    public void BT_closes_PACIASP_to_jumps(ExceptionLevel level, ulong bit, bool closed)
    {
        _machine.Pe[SystemRegister.SCTLR_EL1] |= bit;
        Execute(Guarded + 0x100, A64.Word(A64Op.BR, ('n', 1)), Guarded + 0x200, A64.Word(A64Op.PACIASP));
        Assert.That(_machine.Exceptions, Has.Count.EqualTo(closed ? 1 : 0), $"{level}");
        _machine.Exceptions.Clear();
        _machine.At(ExceptionLevel.EL1);
        Execute(Guarded + 0x100, A64.Word(A64Op.BLR, ('n', 1)), Guarded + 0x200, A64.Word(A64Op.PACIASP));
        Assert.That(_machine.Exceptions, Is.Empty, "calls may land there");
    }

    [Test]
    public void An_exception_return_restores_BTYPE([Range(0, 3)] int btype)
    {
        _machine.Bare.Put(Guarded + 0x200, A64.Nop);
        _machine.Pe[SystemRegister.SPSR_EL1] = SpsrValue.Create(ExceptionLevel.EL1, true, 15).Value | (ulong)btype << 10;
        _machine.Pe[SystemRegister.ELR_EL1] = Guarded + 0x200;
        _machine.Run(A64.Eret);
        Assert.That(PSTATE.BTYPE.GetInt(_machine.Pe.Pstate), Is.EqualTo(btype));
        _machine.Pe.Run(1, exact: true);
        Assert.That(_machine.Exceptions.Select(e => new EsrValue(e.Syndrome).EC),
            Is.EqualTo(btype == 0 ? Array.Empty<ExceptionClass>() : [ExceptionClass.BranchTarget]));
    }

    [Test]
    public void A_data_abort_of_the_instruction_landed_on_saves_no_BTYPE()
    {
        _machine.Pe.X(2) = 0x7000_0000;
        Execute(Plain + 0x100, A64.Word(A64Op.BLR, ('n', 1)), Plain + 0x200, A64.Ldr(0, 2));
        Assert.That((_machine.Esr.IsDataAbort, PSTATE.BTYPE.GetInt(_machine.Pe[SystemRegister.SPSR_EL1])), Is.EqualTo((true, 0)));
    }

    [Test]
    public void A_breakpoint_landed_on_saves_BTYPE()
    {
        Execute(Plain + 0x100, A64.Word(A64Op.BLR, ('n', 1)), Plain + 0x200, A64.Word(A64Op.BRK));
        Assert.That(PSTATE.BTYPE.GetInt(_machine.Pe[SystemRegister.SPSR_EL1]), Is.EqualTo(2));
    }

    [Test]
    public void Without_the_feature_nothing_is_guarded()
    {
        using var machine = new TestPe(new PeFeatures([]));
        machine.Pe.X(1) = TestPe.Code + 4;
        machine.Run(A64.Word(A64Op.BR, ('n', 1)), BtiC);
        Assert.That((machine.Pe.BranchType, machine.Exceptions.Count), Is.EqualTo((0, 0)));
    }

    private void Execute(ulong from, uint branch, ulong to, uint target, ulong? at = null)
    {
        _machine.Bare.Put(from, branch);
        _machine.Bare.Put(at ?? to, target);
        foreach (int x in new[] { 1, 16, 17 })
            _machine.Pe.X(x) = to;
        _machine.Pe.PC = from;
        int before = _machine.Exceptions.Count;
        for (int i = 0; i < 2 && _machine.Exceptions.Count == before; i++)
            _machine.Pe.Run(1, exact: true);
    }
}
