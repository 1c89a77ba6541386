using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>The mistakes of hosts with memory that the fault catalogue tells of: delegating, mapping, converting, measuring.</summary>
internal static class MemoryMistakes
{
    private const ulong Page = 0x1000;

    private static bool TryFindMemory(ProcessingElement pe, out AddressRangeDescriptor memory) =>
        AddressRangeDescriptor.TryDecode(pe.X(5), TranslationGranule.Size4K, out memory);

    public sealed class UnmapsAMeasuredPage() : HostMistake("unmaps a measured page that the realm then claims")
    {
        private const ulong First = 0x8000_0000;
        private ulong _rd;
        private bool _done;

        public override string Image => "faulty/claim-refused";

        public override HostMistake Again() => new UnmapsAMeasuredPage();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RealmCreate)
                _rd = pe.X(1);
            // The realm stands behind its request, and touches nothing before it is answered.
            if (_done || command != RmiCommand.RecEnter || (RmiRecExitReason)(byte)Read(pe, pe.X(2) + RmiRecRunLayout.ExitReason) != RmiRecExitReason.RipasChange)
                return;
            _done = true;
            Replace(pe, RmiCommand.RttDataUnmap, _rd, First, First + Page);
        }
    }

    public sealed class MakesTablesOfTheWrongLevel() : HostMistake("makes a table of the level at which a walk stopped")
    {
        public override string Image => "touch";

        public override HostMistake Again() => new MakesTablesOfTheWrongLevel();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command != RmiCommand.RttCreate)
                return;
            pe.X(4)--;
            pe.X(3) &= ~((1UL << 30) - 1);
        }
    }

    public sealed class IgnoresAFailedDelegation() : HostMistake("takes a delegation that fails for one that another CPU has made")
    {
        private bool _runs;
        private ulong _rd;

        public override string Image => "touch";

        public override HostMistake Again() => new IgnoresAFailedDelegation();

        // The memory behind the slot is the RD's by mistake: it is delegated already.
        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            _runs |= command == RmiCommand.RecEnter;
            if (command == RmiCommand.RealmCreate)
                _rd = pe.X(1);
            if (_runs && command == RmiCommand.GranuleRangeDelegate)
                (pe.X(1), pe.X(2), _wanted) = (_rd, _rd + (pe.X(2) - pe.X(1)), pe.X(2));
            else if (_runs && command == RmiCommand.RttDataMap)
            {
                _wanted = pe.X(3);
                Omit(pe);
            }
        }

        private ulong _wanted;

        protected override void Misread(ProcessingElement pe, RmiCommand asked)
        {
            if (_runs && asked is RmiCommand.GranuleRangeDelegate or RmiCommand.RttDataMap)
                (pe.X(0), pe.X(1)) = (0, _wanted);
        }
    }

    public sealed class DropsAnOperation() : HostMistake("takes INCOMPLETE for the end of a command")
    {
        private bool _dropped;

        public override HostMistake Again() => new DropsAnOperation();

        public override RunRequest Adjust(RunRequest request) => request with { RmmSro = Rmm.SroMode.Spec };

        protected override void Misread(ProcessingElement pe, RmiCommand asked)
        {
            if (_dropped || asked != RmiCommand.RecCreate || new RmiResult(pe.X(0)).Status != RmiStatus.Incomplete)
                return;
            _dropped = true;
            pe.X(0) = 0;
        }
    }

    public sealed class UndelegatesTooMuch() : HostMistake("undelegates more than could be delegated")
    {
        private const ulong EndOfMemory = 0x1_0000_0000;
        private int _step;

        public override string Image => "touch";

        public override HostMistake Again() => new UndelegatesTooMuch();

        // Two granules of three can be delegated, because the third is no memory; then all three are to be given back.
        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (_step == 0 && command != RmiCommand.RecEnter)
                return;
            switch (_step++)
            {
                case 0: Replace(pe, RmiCommand.GranuleRangeDelegate, EndOfMemory - 2 * Page, EndOfMemory + Page); break;
                case 1: Replace(pe, RmiCommand.GranuleRangeDelegate, EndOfMemory, EndOfMemory + Page); break;
                case 2: Replace(pe, RmiCommand.GranuleRangeUndelegate, EndOfMemory - 2 * Page, EndOfMemory + Page); break;
                case 3: Replace(pe, RmiCommand.GranuleRangeUndelegate, EndOfMemory, EndOfMemory + Page); break;
            }
        }

        protected override void Misread(ProcessingElement pe, RmiCommand asked)
        {
            if (_step == 2)
                pe.X(0) = 0;
        }
    }

    public sealed class DelegatesItsOwnPage() : HostMistake("delegates a page that it goes on using")
    {
        private const int SomeEntries = 12;
        private int _entries;

        public override HostMistake Again() => new DelegatesItsOwnPage();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter && ++_entries == SomeEntries)
                Replace(pe, RmiCommand.GranuleRangeDelegate, pe.X(2), pe.X(2) + Page);
        }
    }

    public sealed class DelegatesASharedPage() : HostMistake("delegates a page that it has mapped into the unprotected half")
    {
        private ulong _shared;
        private bool _done;

        public override string Image => "share";

        public override HostMistake Again() => new DelegatesASharedPage();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RttUnprotMap && TryFindMemory(pe, out AddressRangeDescriptor memory))
                _shared = memory.Address;
            if (_done || _shared == 0 || command != RmiCommand.RecEnter)
                return;
            _done = true;
            Replace(pe, RmiCommand.GranuleRangeDelegate, _shared, _shared + Page);
        }
    }

    public sealed class MapsAnUnalignedBlock() : HostMistake("maps 2 MiB at the address of a page")
    {
        public override string Image => "share";

        public override HostMistake Again() => new MapsAnUnalignedBlock();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command != RmiCommand.RttUnprotMap || !TryFindMemory(pe, out AddressRangeDescriptor memory))
                return;
            pe.X(2) += 3 * Page;
            pe.X(3) = pe.X(2) + 0x20_0000;
            pe.X(5) = new AddressRangeDescriptor(memory.Address & ~0x1F_FFFFUL, 2, 1, IsUndelegated: true).Encode(TranslationGranule.Size4K);
        }
    }

    public sealed class DoesNotMapForReads() : HostMistake("does not map a shared page that is only read")
    {
        private ulong _wanted;

        public override string Image => "share";

        public override HostMistake Again() => new DoesNotMapForReads();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command != RmiCommand.RttUnprotMap)
                return;
            _wanted = pe.X(3);
            Omit(pe);
        }

        protected override void Misread(ProcessingElement pe, RmiCommand asked)
        {
            if (asked == RmiCommand.RttUnprotMap)
                pe.X(1) = _wanted;
        }
    }

    public sealed class ConvertsNothing() : HostMistake("enters a REC again without the conversion that it asked for")
    {
        private ulong _wanted;

        public override string Image => "faulty/claims-until-done";

        public override HostMistake Again() => new ConvertsNothing();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command != RmiCommand.RttSetRipas)
                return;
            _wanted = pe.X(4);
            Omit(pe);
        }

        protected override void Misread(ProcessingElement pe, RmiCommand asked)
        {
            if (asked == RmiCommand.RttSetRipas)
                pe.X(1) = _wanted;
        }
    }

    public sealed class PassesAnEmptyDeviceTree() : HostMistake("passes an address as device tree where it has populated nothing")
    {
        public override string Image => "kernel/kernel.Image";

        public override HostMistake Again() => new PassesAnEmptyDeviceTree();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecCreate)
                Write(pe, pe.X(3) + RmiRecParamsLayout.Gprs, 0x8200_0000);
        }
    }

    public sealed class DoesNotMeasureAPage() : HostMistake("populates a page without measuring it, where a RIM is expected")
    {
        private int _pages;

        public override HostMistake Again() => new DoesNotMeasureAPage();

        public override RunRequest Adjust(RunRequest request)
        {
            CommandRun measured = CommandRun.Of("realm", "measure", Images.Path(Image));
            return request with { ExpectedRim = System.Text.RegularExpressions.Regex.Match(measured.Output, "[0-9a-f]{64}").Value };
        }

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RttDataMapInit && _pages++ == 1)
                pe.X(5) = 0;
        }
    }

    public sealed class NamesAnUnalignedRunPage() : HostMistake("enters a REC with a run page that is not aligned")
    {
        public override HostMistake Again() => new NamesAnUnalignedRunPage();

        protected override void Spoil(ProcessingElement pe, RmiCommand command)
        {
            if (command == RmiCommand.RecEnter)
                pe.X(2) |= 8;
        }
    }
}
