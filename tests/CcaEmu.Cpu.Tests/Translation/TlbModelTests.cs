using CcaEmu.Arm;
using CcaEmu.Cpu.Instructions;
using CsCheck;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// Random programs of changes to both stages' tables, TLB maintenance, ASID switches and loads, against a model of what the architecture
/// allows: a load gives what some mapping gave that no TLBI has dropped since, or what the tables give now.
/// </summary>
internal sealed class TlbModelTests
{
    private const int Pages = 4, Frames = 3, Asids = 2, Fault = -1;
    private const ulong Ipas = 0x50_0000, Memory = 0x60_0000;
    private const uint Load = 0xF940_0001; // LDR X1, [X0]

    private enum Step
    {
        Load, LoadAgain, Map, Unmap, MapStage2, UnmapStage2, SwitchAsid, TlbiVa, TlbiVaAll, TlbiVaRange, TlbiAsid, TlbiVmall, TlbiIpa, TlbiBoth,
    }

    private static readonly Gen<(int Step, int Page, int Frame)> _step =
        Gen.Select(Gen.OneOf(Gen.Int[0, (int)Step.TlbiBoth], Gen.Const((int)Step.Load), Gen.Const((int)Step.Map)), Gen.Int[0, Pages - 1], Gen.Int[0, Frames - 1]);

    [Test]
    public void Loads_give_what_the_architecture_allows_and_after_the_right_TLBI_nothing_else() =>
        _step.Array[1, 200].Sample(steps => new Run().All(steps), iter: 300, seed: "0000000000007", threads: 1);

    /// <summary>The model would be satisfied by a PE that caches nothing: this one does, until the right TLBI and not longer.</summary>
    [Test]
    public void A_stale_translation_lives_until_the_TLBI_that_names_its_ASID()
    {
        using var machine = new El1Machine();
        machine.Put64(Memory, 1);
        machine.Put64(Memory + 0x1000, 2);
        machine.Map(0x40_0000, Memory, writable: false, more: 1UL << 11);
        machine.Pe.X(0) = 0x40_0000;
        machine.Run(Load);
        machine.Map(0x40_0000, Memory + 0x1000, writable: false, more: 1UL << 11);
        machine.Run(Load);
        Assert.That(machine.Pe.X(1), Is.EqualTo(1), "stale");
        TlbMaintenance.Execute(machine.Pe, SystemInstructionTable.All.Single(i => i.Name == "TLBI ASIDE1"), 1UL << 48);
        machine.Run(Load);
        Assert.That(machine.Pe.X(1), Is.EqualTo(1), "another ASID");
        TlbMaintenance.Execute(machine.Pe, SystemInstructionTable.All.Single(i => i.Name == "TLBI ASIDE1"), 0);
        machine.Run(Load);
        Assert.That(machine.Pe.X(1), Is.EqualTo(2), "its own ASID");
    }

    private sealed class Run
    {
        private readonly int[] _stage1 = [.. Enumerable.Repeat(Fault, Pages)];
        private readonly int[] _stage2 = [.. Enumerable.Repeat(Fault, Frames)];

        // What either stage may still hold, and what both together may.
        private readonly HashSet<int>[,] _held1 = new HashSet<int>[Asids, Pages];
        private readonly HashSet<int>[] _held2 = new HashSet<int>[Frames];
        private readonly HashSet<int>[,] _held = new HashSet<int>[Asids, Pages];
        private int _asid;

        public bool All((int Step, int Page, int Frame)[] steps)
        {
            using var machine = new El1Machine();
            machine.EnableStage2();
            for (int frame = 0; frame < Pages; frame++)
                machine.Put64(Memory + (ulong)frame * 0x1000, 0xF00UL + (ulong)frame);
            ForEach((asid, page) => (_held1[asid, page], _held[asid, page]) = ([Fault], []));
            for (int frame = 0; frame < Frames; frame++)
                _held2[frame] = [Fault];
            machine.Map(VaOf(0), 0, writable: false); // the tables exist, and stage 2 maps them
            machine.Put64(machine.Entry(machine.Pe[R.TTBR0_EL1] & 0xFFFF_FFFF_FFFF, VaOf(0)), 0);
            return steps.All(step => Do(machine, (Step)step.Step, step.Page, step.Frame));
        }

        private bool Do(El1Machine machine, Step step, int page, int frame)
        {
            switch (step)
            {
                case Step.Load or Step.LoadAgain:
                    return Possible(_asid, page).Contains(LoadFrom(machine, page));
                case Step.Map or Step.Unmap:
                    Remember();
                    _stage1[page] = step == Step.Map ? frame : Fault;
                    ForEach((asid, other) => { if (other == page) _held1[asid, page].Add(_stage1[page]); });
                    SetStage1(machine, page);
                    break;
                case Step.MapStage2 or Step.UnmapStage2:
                    Remember();
                    _stage2[frame] = step == Step.MapStage2 ? page : Fault;
                    _held2[frame].Add(_stage2[frame]);
                    SetStage2(machine, frame);
                    break;
                case Step.SwitchAsid:
                    _asid = page % Asids;
                    machine.Pe[R.TTBR0_EL1] = (machine.Pe[R.TTBR0_EL1] & 0xFFFF_FFFF_FFFF) | (ulong)_asid << 48;
                    break;
                default:
                    Maintain(machine, step, page, frame);
                    break;
            }
            return true;
        }

        private void Maintain(El1Machine machine, Step step, int page, int frame)
        {
            ulong va = VaOf(page) >> 12, asid = (ulong)(frame % Asids) << 48;
            (string name, ulong argument) = step switch
            {
                Step.TlbiVa => ("TLBI VAE1", va | asid),
                Step.TlbiVaAll => ("TLBI VALE1IS", va | asid),
                Step.TlbiVaRange => ("TLBI RVAAE1IS", va & ~1UL | 1UL << 46),
                Step.TlbiAsid => ("TLBI ASIDE1", asid),
                Step.TlbiVmall => ("TLBI VMALLE1IS", 0UL),
                Step.TlbiIpa => ("TLBI IPAS2E1IS", IpaOf(frame) >> 12),
                _ => ("TLBI VMALLS12E1IS", 0UL),
            };
            TlbMaintenance.Execute(machine.Pe, SystemInstructionTable.All.Single(i => i.Name == name), argument);
            ForEach((held, other) =>
            {
                bool drops = step switch
                {
                    Step.TlbiVa or Step.TlbiVaAll => held == frame % Asids && other == page,
                    Step.TlbiVaRange => other / 2 == page / 2,
                    Step.TlbiAsid => held == frame % Asids,
                    _ => step != Step.TlbiIpa,
                };
                if (drops)
                    (_held1[held, other], _held[held, other]) = ([_stage1[other]], []);
            });
            for (int i = 0; i < Frames; i++)
            {
                if (step == Step.TlbiBoth || (step == Step.TlbiIpa && i == frame))
                    _held2[i] = [_stage2[i]];
            }
        }

        private static int LoadFrom(El1Machine machine, int page)
        {
            machine.At(ExceptionLevel.EL1);
            machine.Pe.X(0) = VaOf(page);
            machine.Run(Load);
            return machine.Exceptions.Count != 0 ? Fault : (int)(machine.Pe.X(1) - 0xF00);
        }

        private HashSet<int> Possible(int asid, int page)
        {
            HashSet<int> possible = [.. _held[asid, page]];
            foreach (int frame in _held1[asid, page])
                possible.UnionWith(frame == Fault ? [Fault] : _held2[frame]);
            return possible;
        }

        // What could be looked up before a change may be held after it; faults are never held.
        private void Remember() => ForEach((asid, page) => _held[asid, page].UnionWith(Possible(asid, page).Where(value => value != Fault)));

        private void SetStage1(El1Machine machine, int page)
        {
            ulong entry = machine.Map(VaOf(page), IpaOf(Math.Max(0, _stage1[page])), writable: false, more: 1UL << 11);
            if (_stage1[page] == Fault)
                machine.Put64(entry, 0);
        }

        private void SetStage2(El1Machine machine, int frame)
        {
            ulong entry = machine.MapStage2(IpaOf(frame), Memory + (ulong)Math.Max(0, _stage2[frame]) * 0x1000, "r");
            if (_stage2[frame] == Fault)
                machine.Put64(entry, 0);
        }

        private static ulong VaOf(int page) => 0x40_0000 + (ulong)page * 0x1000;

        private static ulong IpaOf(int frame) => Ipas + (ulong)frame * 0x1000;

        private static void ForEach(Action<int, int> action)
        {
            for (int asid = 0; asid < Asids; asid++)
            {
                for (int page = 0; page < Pages; page++)
                    action(asid, page);
            }
        }
    }
}
