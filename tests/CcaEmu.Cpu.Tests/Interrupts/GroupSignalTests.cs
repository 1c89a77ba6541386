using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Interrupts;

/// <summary>GIC architecture (IHI 0069), "Interrupt grouping": which signal an interrupt of each group is to each world.</summary>
internal sealed class GroupSignalTests
{
    [TestCase(GroupSignal.Group0, "F F F F")]
    [TestCase(GroupSignal.Group1Secure, "F I F F")]
    [TestCase(GroupSignal.Group1NonSecure, "I F I F")]
    [TestCase(GroupSignal.Group1, "I I I I")]
    public void A_group_is_an_IRQ_or_an_FIQ_by_the_world_that_runs(GroupSignal signal, string row)
    {
        using var machine = new TestPe();
        machine.Pe.SetGroupSignal(signal);
        SecurityState[] states = [SecurityState.NonSecure, SecurityState.Secure, SecurityState.Realm];
        string seen = "";
        foreach (SecurityState state in states)
            seen += Status(machine.At(ExceptionLevel.EL1, state).Pe) + " ";
        seen += Status(machine.At(ExceptionLevel.EL3).Pe);
        Assert.That(seen, Is.EqualTo(row));
        machine.Pe.SetGroupSignal(GroupSignal.None);
        Assert.That(machine.Pe[SystemRegister.ISR_EL1], Is.Zero);
    }

    [Test]
    public void A_signal_is_taken_when_the_world_that_waits_for_it_runs_again()
    {
        using var machine = new TestPe();
        machine.Pe[SystemRegister.SCR_EL3] = SCR_EL3.HCE | SCR_EL3.FIQ;
        machine.At(ExceptionLevel.EL1, SecurityState.NonSecure);
        machine.Pe[SystemRegister.DAIF] = 0;
        machine.Pe.SetGroupSignal(GroupSignal.Group1Secure);
        machine.Pe.Run(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(machine.Last.Target, Is.EqualTo(ExceptionLevel.EL3), "an FIQ to the Non-secure state");
            Assert.That(machine.Pe[SystemRegister.ISR_EL1], Is.EqualTo(PSTATE.F), "and at EL3");
        }
    }

    private static string Status(ProcessingElement pe) => pe[SystemRegister.ISR_EL1] switch { PSTATE.I => "I", PSTATE.F => "F", _ => "?" };
}
