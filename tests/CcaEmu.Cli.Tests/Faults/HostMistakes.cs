using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>The mistakes of hosts that the fault catalogue tells of.</summary>
internal static class HostMistakes
{
    public sealed class AsksForAnOldRevision() : HostMistake("asks for RMI 1.0")
    {
        public override HostMistake Again() => new AsksForAnOldRevision();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.Version)
                pe.X(1) = 0x1_0000;
        }
    }

    public sealed class CountsTablesWrongly() : HostMistake("gives a realm one starting table where it needs more")
    {
        public override HostMistake Again() => new CountsTablesWrongly();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RealmCreate)
                Write(pe, pe.X(2) + RmiRealmParamsLayout.RttNumStart, 1);
        }
    }

    public sealed class NumbersRecsByAff0() : HostMistake("gives a REC the MPIDR 0x10")
    {
        public override HostMistake Again() => new NumbersRecsByAff0();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecCreate)
                Write(pe, pe.X(3) + RmiRecParamsLayout.Mpidr, 0x10);
        }
    }

    public sealed class LeavesEmulMmioSet() : HostMistake("leaves emul_mmio set")
    {
        public override HostMistake Again() => new LeavesEmulMmioSet();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter)
                Write(pe, pe.X(2) + RmiRecRunLayout.EnterFlags, Read(pe, pe.X(2) + RmiRecRunLayout.EnterFlags) | (ulong)RmiRecEnterFlags.EmulMmio);
        }
    }

    public sealed class NeverCompletesMmio() : HostMistake("never sets emul_mmio")
    {
        public override HostMistake Again() => new NeverCompletesMmio();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter)
                Write(pe, pe.X(2) + RmiRecRunLayout.EnterFlags, Read(pe, pe.X(2) + RmiRecRunLayout.EnterFlags) & ~(ulong)RmiRecEnterFlags.EmulMmio);
        }
    }

    public sealed class ForgetsPsciComplete() : HostMistake("does not call RMI_PSCI_COMPLETE")
    {
        public override string Image => "smp";

        public override int Pes => 2;

        public override HostMistake Again() => new ForgetsPsciComplete();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.PsciComplete)
                Omit(pe);
        }
    }

    public sealed class ForgetsToTerminate() : HostMistake("destroys a realm without RMI_REALM_TERMINATE")
    {
        public override HostMistake Again() => new ForgetsToTerminate();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RealmTerminate)
                Omit(pe);
        }
    }

    public sealed class LinksInterrupts() : HostMistake("sets HW in a list register")
    {
        public override HostMistake Again() => new LinksInterrupts();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter)
                pe[SystemRegister.ICH_LR0_EL2] = ICH_LR_EL2.HW | ICH_LR_EL2.State.Set(ICH_LR_EL2.VINTID.Set(0, 27), 1);
        }
    }

    public sealed class PopulatesWithoutEntry() : HostMistake("does not populate the page of the entry point")
    {
        public override HostMistake Again() => new PopulatesWithoutEntry();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RttDataMapInit && pe.X(3) == 0x8000_0000)
                Omit(pe);
        }
    }

    public sealed class UnmapsALivePage() : HostMistake("unmaps a private page of a running realm")
    {
        private const int SomeEntries = 12;
        private const ulong DataPage = 0x8000_2000;
        private ulong _rd;
        private int _entries;

        public override HostMistake Again() => new UnmapsALivePage();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RealmCreate)
                _rd = pe.X(1);
            if (command != RmiCommand.RecEnter || ++_entries != SomeEntries)
                return;
            Replace(pe, RmiCommand.RttDataUnmap, _rd, DataPage, DataPage + 0x1000);
        }
    }

    // Not the host's, but the monitor's: what the RMM is given at boot is damaged.
    public sealed class DamagesTheManifest() : HostMistake("flips a bit of the boot manifest")
    {
        private bool _done;

        public override string Who => "a monitor";

        public override HostMistake Again() => new DamagesTheManifest();

        public override void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
            if (_done || from != ExceptionLevel.EL3 || pe is not { SecurityState: SecurityState.Realm, CurrentLevel: ExceptionLevel.EL2 })
                return;
            _done = true;
            var word = new PhysicalAddress(pe.X(3) + 0x18, Pas.Realm);
            Assert.That(pe.Physical.Read(word, 8, out ulong value).Ok && pe.Physical.Write(word, 8, value ^ 1).Ok);
        }
    }
}
