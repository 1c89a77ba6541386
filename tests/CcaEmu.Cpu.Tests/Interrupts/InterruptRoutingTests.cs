using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Interrupts;

/// <summary>D1.4.6.4 "Asynchronous exception masking", row by row: A taken whatever the masks say, B unless masked, C not from here.</summary>
internal sealed class InterruptRoutingTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    // Columns: security state, SCR_EL3.{IRQ,FIQ}, HCR_EL2.TGE, E2H, {IMO,FMO}; then target and A, B or C at EL0, EL1, EL2, EL3.
    [TestCase(SecurityState.Secure, false, false, false, false, "1B 1B -- -C")]
    [TestCase(SecurityState.Secure, false, true, false, true, "1B 1B -- -C", Description = "EL2 is not enabled: HCR_EL2 does not count")]
    [TestCase(SecurityState.Secure, true, false, false, false, "3A 3A -- 3B")]
    [TestCase(SecurityState.NonSecure, false, false, false, false, "1B 1B -C -C")]
    [TestCase(SecurityState.NonSecure, false, false, true, false, "1B 1B -C -C")]
    [TestCase(SecurityState.NonSecure, false, false, false, true, "2A 2A 2B -C")]
    [TestCase(SecurityState.NonSecure, false, false, true, true, "2A 2A 2B -C")]
    [TestCase(SecurityState.NonSecure, false, true, false, false, "2A -- 2B -C")]
    [TestCase(SecurityState.NonSecure, false, true, true, false, "2B -- 2B -C")]
    [TestCase(SecurityState.NonSecure, true, false, false, false, "3A 3A 3A 3B")]
    [TestCase(SecurityState.NonSecure, true, true, false, true, "3A -- 3A 3B")]
    [TestCase(SecurityState.Realm, false, false, false, true, "2A 2A 2B -C")]
    [TestCase(SecurityState.Realm, true, false, false, true, "3A 3A 3A 3B")]
    public void IRQ_and_FIQ_go_where_the_table_says(SecurityState state, bool toEl3, bool tge, bool e2h, bool toEl2, string row)
    {
        string[] expected = row.Split(' ');
        for (int level = 0; level < 4; level++)
        {
            if (expected[level] == "--")
                continue;
            Check(InterruptLine.Irq, PSTATE.I, toEl3 ? SCR_EL3.IRQ : 0, toEl2 ? HCR_EL2.IMO : 0);
            Check(InterruptLine.Fiq, PSTATE.F, toEl3 ? SCR_EL3.FIQ : 0, toEl2 ? HCR_EL2.FMO : 0);

            void Check(InterruptLine line, ulong mask, ulong scr, ulong hcr)
            {
                Pe[SystemRegister.SCR_EL3] = SCR_EL3.HCE | scr;
                Arrange((ExceptionLevel)level, state, hcr | (tge ? HCR_EL2.TGE : 0) | (e2h ? HCR_EL2.E2H : 0));
                string seen = Observe(() => Pe.SetInterruptLine(line, true), mask);
                Pe.SetInterruptLine(line, false);
                Assert.That(seen, Is.EqualTo(expected[level]), $"{line} at EL{level}");
            }
        }
    }

    // Columns: EA, TGE, E2H, AMO.
    [TestCase(false, false, false, false, "1B 1B -C -C")]
    [TestCase(false, false, false, true, "2A 2A 2B -C")]
    [TestCase(false, true, false, false, "2A -- 2B -C")]
    [TestCase(false, true, true, false, "2B -- 2B -C")]
    [TestCase(true, false, false, false, "3A 3A 3A 3B")]
    [TestCase(true, false, false, true, "3A 3A 3A 3B")]
    public void SError_goes_where_the_table_says(bool ea, bool tge, bool e2h, bool amo, string row)
    {
        string[] expected = row.Split(' ');
        for (int level = 0; level < 4; level++)
        {
            if (expected[level] == "--")
                continue;
            Pe[SystemRegister.SCR_EL3] = SCR_EL3.HCE | (ea ? SCR_EL3.EA : 0);
            Arrange((ExceptionLevel)level, SecurityState.NonSecure, (tge ? HCR_EL2.TGE : 0) | (e2h ? HCR_EL2.E2H : 0) | (amo ? HCR_EL2.AMO : 0));
            Assert.That(Observe(() => Pe.PendSError(0x11), PSTATE.A), Is.EqualTo(expected[level]), $"at EL{level}");
            Pe.Reset();
            SetUpRegisters();
        }
    }

    [Test]
    public void Virtual_interrupts_are_taken_to_EL1_where_HCR_enables_them(
        [Values] bool enabled, [Values] bool tge, [Values(ExceptionLevel.EL0, ExceptionLevel.EL1, ExceptionLevel.EL2)] ExceptionLevel level)
    {
        if (tge && level == ExceptionLevel.EL1)
            return;
        Arrange(level, SecurityState.NonSecure, (enabled ? HCR_EL2.IMO | HCR_EL2.FMO | HCR_EL2.AMO : 0) | (tge ? HCR_EL2.TGE : 0));
        string expected = enabled && !tge && level < ExceptionLevel.EL2 ? "1B" : "-C";
        Assert.That(Observe(() => Pe.SetInterruptLine(InterruptLine.VirtualIrq, true), PSTATE.I), Is.EqualTo(expected));
        Pe.SetInterruptLine(InterruptLine.VirtualIrq, false);
        foreach ((ulong bit, ulong mask) in new[] { (HCR_EL2.VI, PSTATE.I), (HCR_EL2.VF, PSTATE.F), (HCR_EL2.VSE, PSTATE.A) })
        {
            Arrange(level, SecurityState.NonSecure, Pe[SystemRegister.HCR_EL2]);
            Assert.That(Observe(() => Pe[SystemRegister.HCR_EL2] |= bit, mask), Is.EqualTo(expected));
            Pe[SystemRegister.HCR_EL2] &= ~bit;
        }
    }

    private void SetUpRegisters()
    {
        Pe[SystemRegister.VBAR_EL1] = 0x1_8000;
        Pe[SystemRegister.VBAR_EL2] = 0x2_0000;
        Pe[SystemRegister.VBAR_EL3] = 0x2_8000;
    }

    private void Arrange(ExceptionLevel level, SecurityState state, ulong hcr)
    {
        Pe.SetRaw(SystemRegister.HCR_EL2, hcr);
        _machine.At(level, state);
        _machine.Put(TestPe.Code, A64.Nop, A64.Nop, A64.Nop);
    }

    // What happens with the masks set, then clear: nothing and then taken is B, taken at once is A, never taken is C.
    private string Observe(Action pend, ulong mask)
    {
        Pe.Daif = 0xF;
        pend();
        Pe.Run(1, exact: true);
        if (_machine.Exceptions.Count != 0)
            return $"{(int)_machine.Last.Target}A";
        Assert.That(Pe.PC, Is.EqualTo(TestPe.Code + 4), "masked: the instruction is executed");
        Pe.Daif = 0xF & ~(int)(mask >> 6);
        Pe.Run(1, exact: true);
        return _machine.Exceptions.Count != 0 ? $"{(int)_machine.Last.Target}B" : "-C";
    }
}
