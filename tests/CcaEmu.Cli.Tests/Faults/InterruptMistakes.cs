using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>The mistakes of hosts with interrupts that the fault catalogue tells of.</summary>
internal static class InterruptMistakes
{
    private const ulong VirtualTimer = 27;

    // Takes the timer's interrupt out of the list registers, and says whether it was there.
    private static bool Drop(ProcessingElement pe, bool really)
    {
        bool found = false;
        for (ushort i = 0; i < 16; i++)
        {
            ulong lr = pe[SystemRegister.ICH_LR0_EL2 + i];
            if (ICH_LR_EL2.State.Get(lr) == 0 || ICH_LR_EL2.VINTID.Get(lr) != VirtualTimer)
                continue;
            found = true;
            if (really)
                pe[SystemRegister.ICH_LR0_EL2 + i] = 0;
        }
        return found;
    }

    public sealed class IgnoresTheTimer() : HostMistake("never injects the interrupt of a timer that has fired")
    {
        public override string Image => "timer";

        public override HostMistake Again() => new IgnoresTheTimer();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter)
                Drop(pe, really: true);
        }
    }

    public sealed class LosesTheSecondInterrupt() : HostMistake("injects the interrupt of a timer once, and never again")
    {
        private bool _delivered;

        public override string Image => "timer";

        public override HostMistake Again() => new LosesTheSecondInterrupt();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter)
                _delivered |= Drop(pe, _delivered);
        }
    }
}
