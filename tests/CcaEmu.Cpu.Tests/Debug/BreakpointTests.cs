using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Debug;

internal sealed class BreakpointTests
{
    private const ulong AtEl0 = 2UL << 1, AtEl1 = 1UL << 1, AtEl1And0 = 3UL << 1;
    private const int ContextBreakpoint = 5;
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
    public void A_breakpoint_stops_before_its_instruction()
    {
        Set(0, TestPe.Code + 8, AtEl0);
        Run(ExceptionLevel.EL0);
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.ISS, _machine.Last.ReturnAddress, Pe.X(0)),
            Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.BreakpointLower, 0x22u, TestPe.Code + 8, 2UL)));
        Assert.That(_machine.Last.FaultAddressValid, Is.False);
    }

    [Test]
    public void It_needs_MDE_the_OS_lock_open_and_its_level()
    {
        Set(0, TestPe.Code + 8, AtEl1);
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Is.Empty, "PMC names EL1");
        Set(0, TestPe.Code + 8, AtEl0);
        Pe[SystemRegister.OSLAR_EL1] = 1;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Is.Empty, "OS lock");
        Pe[SystemRegister.OSLAR_EL1] = 0;
        Pe[SystemRegister.MDSCR_EL1] = 0;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Is.Empty, "MDE");
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.MDE;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Has.Count.EqualTo(1));
    }

    [Test]
    public void KDE_and_PSTATE_D_decide_at_the_target_level_itself()
    {
        Set(0, TestPe.Code + 8, AtEl1);
        Run(ExceptionLevel.EL1);
        Assert.That(_machine.Exceptions, Is.Empty);
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.MDE | MDSCR_EL1.KDE;
        Run(ExceptionLevel.EL1);
        Assert.That((_machine.Esr.EC, _machine.Last.Target), Is.EqualTo((ExceptionClass.BreakpointSame, ExceptionLevel.EL1)));
        Run(ExceptionLevel.EL1, daif: 8);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void TDE_and_TGE_send_it_to_EL2(bool tde, bool tge)
    {
        Pe[SystemRegister.MDCR_EL2] |= tde ? MDCR_EL2.TDE : 0;
        Pe[SystemRegister.HCR_EL2] |= tge ? HCR_EL2.TGE : 0;
        Set(0, TestPe.Code + 8, AtEl0);
        Run(ExceptionLevel.EL0);
        Assert.That((_machine.Esr.EC, _machine.Last.Target), Is.EqualTo((ExceptionClass.BreakpointLower, ExceptionLevel.EL2)));
    }

    // HMC, SSC, SSCE select the security states; PMC 3 is EL1 and EL0.
    [TestCase(0UL, 1UL, 0UL, "NonSecure")]
    [TestCase(0UL, 2UL, 0UL, "Secure")]
    [TestCase(0UL, 0UL, 0UL, "Secure NonSecure Realm")]
    [TestCase(0UL, 1UL, 1UL, "Realm")]
    [TestCase(0UL, 2UL, 1UL, "", Description = "reserved")]
    public void Security_states_match_as_SSC_and_SSCE_say(ulong hmc, ulong ssc, ulong ssce, string states)
    {
        Set(0, TestPe.Code + 8, AtEl1And0 | hmc << 13 | ssc << 14 | ssce << 29);
        foreach (SecurityState state in new[] { SecurityState.Secure, SecurityState.NonSecure, SecurityState.Realm })
        {
            _machine.At(ExceptionLevel.EL3, state);
            Run(ExceptionLevel.EL0);
            Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(states.Split(' ').Contains(state.ToString())), state.ToString());
        }
    }

    /// <summary>What only Secure EL2 gives a meaning: SSC 3 without PMC is EL2 of every state that HMC does not take away.</summary>
    [TestCase(0UL, 3UL, 0UL, "Secure")]
    [TestCase(1UL, 3UL, 0UL, "Secure NonSecure Realm")]
    [TestCase(1UL, 1UL, 0UL, "NonSecure")]
    public void Secure_EL2_is_a_state_that_a_breakpoint_can_match(ulong hmc, ulong ssc, ulong pmc, string states)
    {
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.EEL2;
        Pe[SystemRegister.MDCR_EL2] |= MDCR_EL2.TDE;
        Pe[SystemRegister.MDSCR_EL1] |= MDSCR_EL1.KDE;
        Set(0, TestPe.Code + 8, 0xFUL << 5 | pmc << 1 | hmc << 13 | ssc << 14);
        foreach (SecurityState state in new[] { SecurityState.Secure, SecurityState.NonSecure, SecurityState.Realm })
        {
            _machine.At(ExceptionLevel.EL3, state);
            Run(ExceptionLevel.EL2);
            Assert.That(_machine.Exceptions.Count != 0, Is.EqualTo(states.Split(' ').Contains(state.ToString())), state.ToString());
        }
    }

    [Test]
    public void A_context_breakpoint_matches_every_instruction_of_the_context()
    {
        Pe[SystemRegister.CONTEXTIDR_EL1] = 77;
        Set(ContextBreakpoint, 77, AtEl0 | 2UL << 20);
        Run(ExceptionLevel.EL0);
        Assert.That((_machine.Esr.EC, _machine.Last.ReturnAddress), Is.EqualTo((ExceptionClass.BreakpointLower, TestPe.Code)));
        Pe[SystemRegister.CONTEXTIDR_EL1] = 78;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [Test]
    public void A_linked_breakpoint_needs_its_context_too()
    {
        Set(ContextBreakpoint, 77, AtEl0 | 3UL << 20);
        Set(0, TestPe.Code + 8, AtEl0 | 1UL << 20 | (ulong)ContextBreakpoint << 16);
        Pe[SystemRegister.CONTEXTIDR_EL1] = 78;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Is.Empty);
        Pe[SystemRegister.CONTEXTIDR_EL1] = 77;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Last.ReturnAddress, Is.EqualTo(TestPe.Code + 8));
    }

    [Test]
    public void A_VMID_breakpoint_compares_VTTBR()
    {
        Pe[SystemRegister.VTTBR_EL2] = 5UL << 48;
        Set(ContextBreakpoint, 5UL << 32, AtEl0 | 8UL << 20);
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Has.Count.EqualTo(1));
        Pe[SystemRegister.VTTBR_EL2] = 6UL << 48;
        Run(ExceptionLevel.EL0);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    private void Set(int n, ulong value, ulong control)
    {
        Pe[SystemRegister.DBGBVR0_EL1 + (ushort)(2 * n)] = value;
        Pe[SystemRegister.DBGBCR0_EL1 + (ushort)(2 * n)] = control | DBGBCR_EL1.E;
    }

    // Four instructions that count in X0, then a branch to itself.
    private void Run(ExceptionLevel level, int daif = 0)
    {
        _machine.At(level, Pe.LowerSecurityState);
        Pe.Daif = daif;
        Pe.X(0) = 0;
        _machine.Put(TestPe.Code, A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 1), A64.B(0));
        for (int i = 0; i < 8 && _machine.Exceptions.Count == 0; i++)
            Pe.Run(1);
    }
}
