using CcaEmu.Arm;
using CsCheck;
using static CcaEmu.Cpu.Tests.Translation.TlbProgramMachine;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// Random programs of maps, unmaps, changes of tables, delegations, every TLBI and loads, on two PEs, in every regime: a load gives one of
/// the results that the architecture allows, and after the right TLBI exactly what the tables say.
/// </summary>
internal sealed class TlbProgramTests
{
    private static readonly SystemInstruction[] _tlbis = [.. SystemInstructionTable.All
        .Where(i => i.Operation is SystemOperation.TlbInvalidate or SystemOperation.GptInvalidate or SystemOperation.GptInvalidateRange)
        .OrderBy(i => i.Name, StringComparer.Ordinal)];

    private static readonly Gpi[] _gpis = [Gpi.Any, Gpi.NonSecure, Gpi.Realm, Gpi.Secure, Gpi.Root, Gpi.NoAccess];

    private static readonly Gen<(int Kind, int Pe, int Context, int A, int B, int C)> _step = Gen.Select(
        Gen.Int[0, 99], Gen.Int[0, Pes - 1], Gen.Int[0, TlbProgramModel.Contexts.Length - 1], Gen.Int[0, 1 << 20], Gen.Int[0, 3], Gen.Int[0, 3]);

    [Test]
    public void Every_load_gives_what_the_architecture_allows() =>
        _step.Array[1, 250].Sample(steps => new Program(new Counts()).All(steps), iter: 250, seed: "0000000000011", threads: 1);

    /// <summary>The same from a fresh seed each time that CCAEMU_SEED is set, as often as CCAEMU_PROGRAMS says.</summary>
    [Test]
    public void Every_load_gives_what_the_architecture_allows_in_a_campaign()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("CCAEMU_PROGRAMS"), out int programs))
            Assert.Ignore("CCAEMU_PROGRAMS gives the number of programs, CCAEMU_SEED the seed");
        string seed = Environment.GetEnvironmentVariable("CCAEMU_SEED") ?? "1";
        _step.Array[1, 250].Sample(steps => new Program(new Counts()).All(steps), iter: programs, seed: seed.PadLeft(13, '0'), threads: 1);
    }

    /// <summary>After each TLBI a PE may hold less than the model; that it holds something at all is what makes the others worth running.</summary>
    [Test]
    public void Every_TLBI_is_drawn_and_stale_results_are_seen()
    {
        var counts = new Counts();
        _step.Array[200, 250].Sample(steps => new Program(counts).All(steps), iter: 60, seed: "0000000000012", threads: 1);
        Assert.That(counts.Executed, Is.EquivalentTo(_tlbis.Select(i => i.Name)));
        Assert.That(counts.Stale, Is.GreaterThan(100), "loads that gave what the tables do not say any more");
        Assert.That(counts.Exact, Is.GreaterThan(1000), "loads of which only one result was allowed");
    }

    private sealed class Counts
    {
        public HashSet<string> Executed { get; } = [];

        public int Stale { get; set; }

        public int Exact { get; set; }
    }

    private sealed class Program
    {
        private readonly TlbProgramState _state = new();
        private readonly TlbProgramModel[] _models;

        private readonly Counts _counts;

        public Program(Counts counts)
        {
            _counts = counts;
            _models = [.. Enumerable.Range(0, Pes).Select(_ => new TlbProgramModel(_state))];
        }

        public bool All((int Kind, int Pe, int Context, int A, int B, int C)[] steps)
        {
            using var machine = new TlbProgramMachine();
            Start(machine);
            foreach ((int kind, int pe, int context, int a, int b, int c) in steps)
            {
                if (!Do(machine, kind, pe, TlbProgramModel.Contexts[context], a, b, c))
                    return false;
            }
            return true;
        }

        // Everything is mapped to begin with, differently by each table.
        private void Start(TlbProgramMachine machine)
        {
            foreach (TlbProgramRegime regime in TlbProgramRegime.All)
            {
                machine.SelectStage1(regime, _state.Selected1[regime] = 0);
                for (int i = 0; i < Tables * Pages; i++)
                    SetStage1(machine, regime, i / Pages, i % Pages, i % Frames);
            }
            foreach (SecurityState state in TlbProgramRegime.All.Where(regime => regime.HasStage2).Select(regime => regime.State))
            {
                machine.SelectStage2(state, _state.Selected2[state] = 0);
                for (int i = 0; i < Tables * Frames; i++)
                    SetStage2(machine, state, i / Frames, i % Frames, i % Granules);
            }
        }

        private bool Do(TlbProgramMachine machine, int kind, int pe, in TlbProgramContext context, int a, int b, int c)
        {
            if (kind < 50)
                return IsPossible(machine, pe, context, b);
            if (kind < 75)
            {
                Maintain(machine, pe, context, _tlbis[a % _tlbis.Length], a / _tlbis.Length, b, c);
                return true;
            }
            foreach (TlbProgramModel model in _models)
                model.Remember();
            Change(machine, kind, context, a, b, c);
            return true;
        }

        private bool IsPossible(TlbProgramMachine machine, int pe, in TlbProgramContext context, int page)
        {
            HashSet<int> possible = _models[pe].Possible(context, page);
            int found = machine.LoadFrom(pe, context, page);
            if (possible.Count == 1)
                _counts.Exact++;
            else if (!new TlbProgramModel(_state).Possible(context, page).Contains(found))
                _counts.Stale++;
            if (!possible.Contains(found))
                Assert.Fail($"{found} is not one of {string.Join(',', possible)}: PE {pe}, {context}, page {page}");
            return true;
        }

        private void Change(TlbProgramMachine machine, int kind, in TlbProgramContext context, int a, int b, int c)
        {
            TlbProgramRegime regime = context.Regime;
            switch (kind)
            {
                case < 83:
                    SetStage1(machine, regime, a % Tables, b, (a >> 1) % 4 == 0 ? Stage1Fault : c % Frames);
                    break;
                case < 86:
                    machine.SelectStage1(regime, _state.Selected1[regime] ^= 1);
                    break;
                case < 91 when regime.HasStage2:
                    SetStage2(machine, regime.State, a % Tables, b % Frames, (a >> 1) % 4 == 0 ? Stage2Fault : c);
                    break;
                case < 94 when regime.HasStage2:
                    machine.SelectStage2(regime.State, _state.Selected2[regime.State] ^= 1);
                    break;
                default:
                    machine.SetGpi(b, _state.Gpis[b] = _gpis[a % _gpis.Length]);
                    break;
            }
        }

        private void SetStage1(TlbProgramMachine machine, TlbProgramRegime regime, int table, int page, int target) =>
            machine.SetStage1(regime, table, page, _state.Stage1[(regime, table, page)] = target);

        private void SetStage2(TlbProgramMachine machine, SecurityState state, int table, int frame, int granule) =>
            machine.SetStage2(state, table, frame, _state.Stage2[(state, table, frame)] = granule);

        // The operand is drawn to fit the form; what is dropped follows from the name alone.
        private void Maintain(TlbProgramMachine machine, int pe, in TlbProgramContext context, SystemInstruction instruction, int number, int b, int c)
        {
            _counts.Executed.Add(instruction.Name);
            string name = instruction.Name["TLBI ".Length..].Replace("NXS", "", StringComparison.Ordinal);
            bool everywhere = name.EndsWith("IS", StringComparison.Ordinal) || name.EndsWith("OS", StringComparison.Ordinal);
            name = everywhere ? name[..^2] : name;
            bool range = name[0] == 'R' && !name.StartsWith("RPA", StringComparison.Ordinal);
            name = range ? name[1..] : name;
            int length = !range ? 1 : 2 << (number & 1), asid = c & 1;
            ulong more = range ? 1UL << 46 | (ulong)(length / 2 - 1) << 39 : 0;
            char kind = name.Contains("PAS2", StringComparison.Ordinal) ? 'I' : name.StartsWith("RPA", StringComparison.Ordinal) ? 'P' : 'V';
            // RPA: SIZE 0 is 4 KiB, 2 is 64 KiB, which is all of them.
            bool allGranules = kind == 'P' && (number & 2) != 0;
            if (allGranules)
                more = 2UL << 44;
            int first = kind == 'I' ? b % Frames : b;
            bool byAsid = kind == 'V' && !name.StartsWith("VAA", StringComparison.Ordinal);
            machine.Maintain(pe, context, instruction, PageOf(kind, first) | more | (byAsid ? (ulong)asid << 48 : 0));
            for (int each = 0; each < Pes; each++)
            {
                if (each == pe || everywhere)
                    Drop(_models[each], name, context, asid, i => i >= first && i < first + length, allGranules);
            }
        }

        private static void Drop(TlbProgramModel model, string name, TlbProgramContext context, int asid, Func<int, bool> names, bool allGranules)
        {
            if (name.StartsWith("PAALL", StringComparison.Ordinal) || name.StartsWith("RPA", StringComparison.Ordinal))
            {
                for (int granule = 0; granule < Granules; granule++)
                {
                    if (name[0] == 'P' || allGranules || names(granule))
                        model.DropGpi(granule);
                }
                return;
            }
            ExceptionLevel level = name[^1] switch { '1' => ExceptionLevel.EL1, '2' => ExceptionLevel.EL2, _ => ExceptionLevel.EL3 };
            // At EL3 the forms for lower levels go by SCR_EL3, which is set for the Non-secure state where the context is EL3's.
            SecurityState lower = context.Regime.State == SecurityState.Root ? SecurityState.NonSecure : context.Regime.State;
            var regime = new TlbProgramRegime(level, level == ExceptionLevel.EL3 ? SecurityState.Root : lower);
            bool last = name is "VALE1" or "VAALE1" or "VALE2" or "VALE3" or "IPAS2LE1";
            int vmid = context.Vmid;
            switch (name)
            {
                case "IPAS2E1" or "IPAS2LE1":
                    model.DropStage2(lower, vmid, names, last);
                    break;
                case "VAE1" or "VALE1":
                    model.DropStage1((to, page) => to.Regime == regime && to.Vmid == vmid && (to.Asid == asid || IsGlobal(page)) && names(page), last);
                    break;
                case "VAAE1" or "VAALE1":
                    model.DropStage1((to, page) => to.Regime == regime && to.Vmid == vmid && names(page), last);
                    break;
                case "ASIDE1":
                    model.DropStage1((to, page) => to.Regime == regime && to.Vmid == vmid && to.Asid == asid && !IsGlobal(page), lastLevelOnly: false);
                    break;
                case "VMALLE1" or "VMALLS12E1":
                    model.DropStage1((to, _) => to.Regime == regime && to.Vmid == vmid, lastLevelOnly: false);
                    if (name == "VMALLS12E1")
                        model.DropStage2(lower, vmid, _ => true, lastLevelOnly: false);
                    break;
                case "ALLE1":
                    model.DropStage1((to, _) => to.Regime == regime, lastLevelOnly: false);
                    model.DropStage2(lower, null, _ => true, lastLevelOnly: false);
                    break;
                case "VAE2" or "VALE2" or "VAE3" or "VALE3":
                    model.DropStage1((to, page) => to.Regime == regime && names(page), last);
                    break;
                case "ALLE2" or "ALLE3":
                    model.DropStage1((to, _) => to.Regime == regime, lastLevelOnly: false);
                    break;
                default:
                    throw new InvalidOperationException($"the model does not know TLBI {name}");
            }
        }
    }
}
