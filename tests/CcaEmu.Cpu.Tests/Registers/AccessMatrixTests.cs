using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>
/// The trap matrix: register, direction, level, security state, host configuration, and each control bit that names it, against a table that
/// was read from the manual and not from the code.
/// </summary>
public sealed class AccessMatrixTests
{
    private static readonly R[] Controls =
    [
        R.HCR_EL2, R.SCR_EL3, R.SCTLR_EL1, R.SCTLR_EL2, R.CNTKCTL_EL1, R.CNTHCTL_EL2, R.MDCR_EL2, R.MDCR_EL3, R.CPTR_EL2, R.CPTR_EL3,
        R.PMUSERENR_EL0, R.AMUSERENR_EL0, R.MDSCR_EL1, R.HFGRTR_EL2, R.HFGWTR_EL2, R.HDFGRTR_EL2, R.HDFGWTR_EL2, R.HAFGRTR_EL2, R.PMSELR_EL0,
    ];

    private TestPe _machine = null!;
    private readonly List<string> _wrong = [];
    private int _cases;

    // SCR_EL3.EEL2: Secure EL2 is enabled.
    private bool _eel2;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _wrong.Clear();
        _cases = 0;
        _machine = new TestPe(new PeFeatures(
            Enum.GetValues<Feature>().Where(f => f is not (Feature.FEAT_NV or Feature.FEAT_NV2 or Feature.FEAT_DoubleLock))));
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void Every_access_goes_where_the_manual_says(
        [Values(SecurityState.NonSecure, SecurityState.Realm, SecurityState.Secure)] SecurityState state,
        [Values] bool e2h, [Values] bool tge, [Values] bool eel2)
    {
        _eel2 = eel2;
        foreach (AccessFact fact in AccessFact.All().Where(fact => IsReachable(fact, state, tge) && !IsOtherwise(fact)))
        {
            Check(fact, state, e2h, tge, null);
            foreach (var control in fact.Controls())
                Check(fact, state, e2h, tge, control);
        }
        Assert.That(_cases, Is.GreaterThan(500));
        Assert.That(_wrong, Is.Empty, string.Join('\n', _wrong.Take(60)));
    }

    [Test]
    public void The_table_speaks_of_most_registers()
    {
        var spoken = AccessFact.All().Select(fact => fact.Register).ToHashSet();
        Assert.That(SystemRegisterTable.All.Count(info => spoken.Contains(info.Register)), Is.GreaterThan(240));
    }

    private bool IsReachable(AccessFact fact, SecurityState state, bool tge) => fact.Level switch
    {
        ExceptionLevel.EL1 => !tge || !HasEl2(state),
        ExceptionLevel.EL2 => HasEl2(state),
        _ => true,
    };

    private bool HasEl2(SecurityState state) => _eel2 || state != SecurityState.Secure;

    // GIC registers (the manual does not have their pages), FPCR and FPSR (their traps have tests of their own), and profiling, whose owner is a field and not a bit.
    private static bool IsOtherwise(AccessFact fact) =>
        fact.Register is (>= R.ICC_SRE_EL1 and <= R.ICH_LR15_EL2) or R.FPCR or R.FPSR or (>= R.PMSCR_EL1 and <= R.PMBIDR_EL1)
            or R.DBGWVR4_EL1 or R.DBGWVR5_EL1 or R.DBGWCR4_EL1 or R.DBGWCR5_EL1 or R.OSDLR_EL1;

    private void Check(AccessFact fact, SecurityState state, bool e2h, bool tge, (R Register, int Bit)? flipped)
    {
        _machine.At(ExceptionLevel.EL3);
        Open(e2h);
        if (flipped is { } control)
            Pe[control.Register] ^= 1UL << control.Bit;
        Pe[R.HCR_EL2] = (Pe[R.HCR_EL2] & ~(HCR_EL2.E2H | HCR_EL2.TGE)) | (e2h ? HCR_EL2.E2H : 0) | (tge ? HCR_EL2.TGE : 0);
        _machine.At(fact.Level, state);
        Pe[R.DAIF] = 0x3C0;
        ExceptionLevel? expected = fact.Expect(Pe);
        ExceptionLevel undefinedTarget = fact.Level >= ExceptionLevel.EL2 ? fact.Level
            : tge && HasEl2(state) ? ExceptionLevel.EL2 : ExceptionLevel.EL1;
        ushort number = SystemRegisterTable.Get(fact.Register).Encoding.Value;
        Pe.X(0) = 0;
        _machine.Run(fact.IsRead ? A64.Mrs(0, number) : A64.Msr(number, 0));
        string found = _machine.Exceptions.Count == 0 ? "allowed"
            : _machine.Esr.EC == ExceptionClass.Unknown ? $"UNDEFINED at {_machine.Last.Target}"
            : _machine.Esr.EC != ExceptionClass.TrappedSystem || _machine.Esr.SystemRegister.Value != number || _machine.Esr.IsRead != fact.IsRead
                ? $"{_machine.Esr}" : $"trapped to {_machine.Last.Target}";
        string wanted = expected switch
        {
            ExceptionLevel.EL0 => "allowed",
            null => $"UNDEFINED at {undefinedTarget}",
            _ => $"trapped to {expected}",
        };
        _cases++;
        if (found != wanted)
            _wrong.Add($"{fact}, {state}, E2H={e2h}, TGE={tge}, {flipped}: {wanted}, not {found}");
    }

    // Everything that a control can leave open is open.
    private void Open(bool e2h)
    {
        foreach (R control in Controls.Where(control => control != R.SCR_EL3))
            Pe[control] = 0;
        Pe[R.HCR_EL2] = (e2h ? HCR_EL2.E2H : 0) | HCR_EL2.APK | HCR_EL2.API | HCR_EL2.FIEN | HCR_EL2.EnSCXT;
        Pe[R.SCR_EL3] = SCR_EL3.NS | SCR_EL3.HCE | SCR_EL3.ST | SCR_EL3.APK | SCR_EL3.API | SCR_EL3.FGTEn | SCR_EL3.FGTEn2 | SCR_EL3.ECVEn
            | SCR_EL3.HXEn | SCR_EL3.EnSCXT | SCR_EL3.FIEN | SCR_EL3.AMVOFFEN | (_eel2 ? SCR_EL3.EEL2 : 0);
        Pe[R.SCTLR_EL1] = SCTLR_ELx.UCT | SCTLR_ELx.UMA | SCTLR_ELx.UCI | SCTLR_ELx.DZE;
        Pe[R.SCTLR_EL2] = SCTLR_ELx.UCT;
        Pe[R.CNTKCTL_EL1] = 0x303;
        Pe[R.CNTHCTL_EL2] = e2h ? 0xF03UL : 3;
        Pe[R.PMUSERENR_EL0] = 0xF;
        Pe[R.AMUSERENR_EL0] = 1;
        Pe[R.MDCR_EL2] = PeFeatures.EventCounters;
    }
}
