using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>The mistakes of RMMs that the fault catalogue tells of.</summary>
internal static class RmmMistakes
{
    public sealed class SetsAnOutputSizeTooSmall() : HostMistake("runs realms with VTCR_EL2.PS for 32 bits while their memory is above 4 GiB")
    {
        private const ulong HighMemory = 0x8_8000_0000;
        private ulong _low;

        public override string Who => "an RMM";

        public override string Image => "touch";

        public override HostMistake Again() => new SetsAnOutputSizeTooSmall();

        // More than fits in the first bank of the board, so that there is a second one.
        public override RunRequest Adjust(RunRequest request) => request with { MemoryBytes = 2UL << 30, Argument = 8 };

        // The host of this board takes memory from the lowest address on: what the realm faults on comes from the second bank here.
        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            bool isBlock = command == RmiCommand.GranuleRangeDelegate && pe.X(2) - pe.X(1) == 0x20_0000;
            if (isBlock && _low == 0)
                _low = pe.X(1);
            if (isBlock && _low == pe.X(1))
                (pe.X(1), pe.X(2)) = (HighMemory, HighMemory + 0x20_0000);
            if (command == RmiCommand.RttDataMap && AddressRangeDescriptor.TryDecode(pe.X(5), Arm.Formats.TranslationGranule.Size4K, out AddressRangeDescriptor memory) && memory.Address == _low)
                pe.X(5) = (memory with { Address = HighMemory }).Encode(Arm.Formats.TranslationGranule.Size4K);
        }

        protected override void Misread(ProcessingElement pe, RmiCommand asked)
        {
            if (asked == RmiCommand.GranuleRangeDelegate && pe.X(1) == HighMemory + 0x20_0000)
                pe.X(1) = _low + 0x20_0000;
        }

        protected override void EnterRealm(ProcessingElement pe) => pe[SystemRegister.VTCR_EL2] &= ~(7UL << 16);
    }

    public sealed class DoesNotTrackMemory() : HostMistake("tracks no memory of the host's")
    {
        public override string Who => "an RMM";

        public override HostMistake Again() => new DoesNotTrackMemory();

        public override void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
            // On its way to the host: nobody has seen it yet.
            bool isAnswer = from == ExceptionLevel.EL3 && pe is { SecurityState: SecurityState.NonSecure, CurrentLevel: ExceptionLevel.EL2 } && _asks;
            if (!isAnswer)
                return;
            _asks = false;
            pe.X(2) = (ulong)RmiTrackingState.None;
        }

        private bool _asks;

        protected override void Spoil(ProcessingElement pe, RmiCommand command) => _asks |= command == RmiCommand.GranuleTrackingGet;
    }

    public sealed class ForgetsTheTlbi() : HostMistake("takes a page away without invalidating stage 2")
    {
        private const ulong Page = 0x8000_2000;
        private const int SomeEntries = 12;
        private int _entries;

        public override string Who => "an RMM";

        public override bool LooksAtTlbs => true;

        public override HostMistake Again() => new ForgetsTheTlbi();

        // As the RMM would: through its own physical address space, in the entry itself.
        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command != RmiCommand.RecEnter || ++_entries != SomeEntries)
                return;
            IRealmInspector inspector = Emulation.Rmm.Inspector;
            RttEntryView entry = inspector.Walk(inspector.Realms[0].Rd, Page)[^1];
            Assert.That(entry.State, Is.EqualTo(RttEntryState.Data));
            Assert.That(pe.Physical.Write(new PhysicalAddress(entry.Address, Pas.Realm), 8, entry.Descriptor & ~3UL).Ok);
        }
    }

    public sealed class LeavesTheTimerUnmasked() : HostMistake("does not mask a timer whose output the host has seen")
    {
        public override string Who => "an RMM";

        public override string Image => "timer";

        public override HostMistake Again() => new LeavesTheTimerUnmasked();

        protected override void EnterRealm(ProcessingElement pe) => pe[SystemRegister.CNTHCTL_EL2] &= ~(CNTHCTL_EL2.CNTVMASK | CNTHCTL_EL2.CNTPMASK);
    }
}
