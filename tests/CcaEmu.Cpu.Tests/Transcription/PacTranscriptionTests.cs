using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Transcription;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>
/// Every encoding of FEAT_PAuth against <see cref="PlainPac"/>: keys, modifiers, enables, traps, tags and widths of addresses at every level, and
/// each algorithm and kind of failure. The oracle has random keys of its own, so these have no recorded vectors.
/// </summary>
internal sealed class PacTranscriptionTests
{
    private const int PointerRegister = 5, ModifierRegister = 7;

    private readonly PacMachine[] _machines = [.. PacMachine.Kinds.Select(kind => new PacMachine(kind))];

    [OneTimeTearDown]
    public void TearDown() => Array.ForEach(_machines, machine => machine.Dispose());

    [Transcribes(TranscriptionGroup.PacSign)]
    public void A_pointer_is_signed(A64Op op)
    {
        foreach ((PacMachine machine, Random random) in Cases(op))
        {
            PacForm form = PacForm.Of(op, random);
            ulong pointer = PacMachine.Pointer(random), modifier = form.Prepare(machine, pointer, PacMachine.Word(random));
            Check(machine, op, form, pointer, machine.Plain.Add(form.Key, pointer, modifier));
        }
    }

    [Transcribes(TranscriptionGroup.PacAuthenticate)]
    public void A_pointer_is_authenticated(A64Op op)
    {
        int failed = 0, good = 0;
        foreach ((PacMachine machine, Random random) in Cases(op))
        {
            PacForm form = PacForm.Of(op, random);
            ulong modifier = form.Modifier(PacMachine.Word(random)), pointer = Signed(machine, random, form.Key, modifier);
            form.Prepare(machine, pointer, modifier);
            PlainPacEnd end = machine.Plain.Auth(form.Key, pointer, modifier, isCombined: false);
            Check(machine, op, form, pointer, end);
            failed += end.Failed is null ? 0 : 1;
            good += end is { Failed: null, Trap: 0 } ? 1 : 0;
        }
        Assert.That((failed > 5, good > 20), Is.EqualTo((true, true)), $"{failed} failed, {good} did not");
    }

    [Transcribes(TranscriptionGroup.PacStrip)]
    public void A_code_is_taken_out(A64Op op)
    {
        foreach ((PacMachine machine, Random random) in Cases(op))
        {
            PacForm form = PacForm.Of(op, random);
            ulong pointer = PacMachine.Pointer(random);
            form.Prepare(machine, pointer, 0);
            Check(machine, op, form, pointer, new PlainPacEnd(machine.Plain.Strip(pointer, data: op == A64Op.XPACD)));
        }
    }

    [Transcribes(TranscriptionGroup.PacGeneric)]
    public void Two_words_give_a_code(A64Op op)
    {
        foreach ((PacMachine machine, Random random) in Cases(op))
        {
            ulong x = PacMachine.Word(random), y = PacMachine.Word(random);
            bool stack = random.Next(2) == 0;
            (machine.Pe.X(PointerRegister), machine.Pe.X(ModifierRegister), machine.Pe.X(0), machine.Sp) = (x, stack ? ~y : y, 77, stack ? y : ~y);
            machine.Machine.Run(A64.Word(op, ('d', 0), ('n', PointerRegister), ('m', stack ? 31u : ModifierRegister)));
            PlainPacEnd end = machine.Plain.Generic(x, y);
            Assert.That(machine.Pe.X(0), Is.EqualTo(end.Trap == 0 ? end.Value : 77));
            CheckExceptions(machine, op, end);
        }
    }

    [Transcribes(TranscriptionGroup.PacBranch)]
    public void A_branch_goes_to_the_authenticated_address(A64Op op)
    {
        foreach ((PacMachine machine, Random random) in Cases(op))
        {
            PacForm form = PacForm.Of(op, random);
            ulong modifier = form.Modifier(PacMachine.Word(random)), pointer = Signed(machine, random, form.Key, modifier);
            form.Prepare(machine, pointer, modifier);
            ulong link = machine.Pe.X(30);
            machine.Machine.Run(form.Word(op));
            PlainPacEnd end = machine.Plain.Auth(form.Key, pointer, modifier, isCombined: true);
            CheckExceptions(machine, op, end);
            if (machine.Machine.Exceptions.Count != 0)
                continue;
            Assert.That(machine.Pe.X(30), Is.EqualTo(op.ToString().StartsWith("BL", StringComparison.Ordinal) ? TestPe.Code + 4 : link));
            CheckArrival(machine, op, machine.Plain.BranchAddr(end.Value));
        }
    }

    [Transcribes(TranscriptionGroup.PacExceptionReturn)]
    public void An_exception_return_goes_to_the_authenticated_address(A64Op op)
    {
        foreach ((PacMachine machine, Random random) in Cases(op, lowest: 1))
        {
            PacForm form = PacForm.Of(op, random);
            ulong modifier = PacMachine.Word(random), pointer = Signed(machine, random, form.Key, modifier);
            int level = machine.Plain.El;
            machine.Sp = modifier;
            machine.Pe[level switch { 1 => SystemRegister.ELR_EL1, 2 => SystemRegister.ELR_EL2, _ => SystemRegister.ELR_EL3 }] = pointer;
            machine.Pe[level switch { 1 => SystemRegister.SPSR_EL1, 2 => SystemRegister.SPSR_EL2, _ => SystemRegister.SPSR_EL3 }] =
                SpsrValue.Create((ExceptionLevel)level, handler: true, daif: 0xF).Value;
            machine.Machine.Run(A64.Word(op));
            PlainPacEnd end = machine.Plain.Auth(form.Key, pointer, modifier, isCombined: true);
            CheckExceptions(machine, op, end);
            if (machine.Machine.Exceptions.Count != 0)
                continue;
            Assert.That((int)machine.Pe.CurrentLevel, Is.EqualTo(level));
            CheckArrival(machine, op, machine.Plain.BranchAddr(end.Value));
        }
    }

    [Transcribes(TranscriptionGroup.PacLoad)]
    public void A_load_goes_to_the_authenticated_address(A64Op op)
    {
        int loaded = 0;
        foreach ((PacMachine machine, Random random) in Cases(op))
        {
            bool stack = random.Next(2) == 0, writeback = op is A64Op.LDRAA_pre or A64Op.LDRAB_pre;
            string key = op is A64Op.LDRAA_off or A64Op.LDRAA_pre ? "DA" : "DB";
            ulong address = TestPe.Data + 0x2000 + (ulong)random.Next(512) * 8, data = PacMachine.Word(random);
            int offset = random.Next(-512, 512) * 8;
            machine.Machine.Put64(address, data);
            PlainPacEnd signed = machine.Plain.Add(key, address - (ulong)(long)offset, 0);
            ulong pointer = signed.Trap != 0 ? address : random.Next(4) == 0 ? signed.Value ^ 1UL << random.Next(40, 64) : signed.Value;
            (machine.Pe.X(PointerRegister), machine.Pe.X(2), machine.Sp) = (stack ? 0 : pointer, 77, stack ? pointer : 0);
            machine.Machine.Run(A64.Word(op, ('t', 2), ('n', stack ? 31u : PointerRegister), ('i', (uint)(offset >> 3))));
            PlainPacEnd end = machine.Plain.Auth(key, pointer, 0, isCombined: true);
            ulong target = end.Value + (ulong)(long)offset;
            bool reaches = end is { Failed: null, Trap: 0 } && (machine.Plain.Strip(target, data: true) << 8 >> 8) == address && IsAddress(machine.Plain, target);
            if (end.Failed is not null || end.Trap != 0)
            {
                CheckExceptions(machine, op, end);
            }
            else if (reaches)
            {
                Assert.That((machine.Machine.Exceptions.Count, machine.Pe.X(2)), Is.EqualTo((0, data)), $"{op} of {pointer:x} to {target:x}");
                ulong written = stack ? machine.Sp : machine.Pe.X(PointerRegister);
                Assert.That(written, Is.EqualTo(writeback ? target : pointer));
                loaded++;
            }
            else
            {
                Assert.That(machine.Machine.Esr.EC, Is.AnyOf(ExceptionClass.DataAbortSame, ExceptionClass.DataAbortLower), $"{op} of {pointer:x} to {target:x}");
                Assert.That((machine.Machine.Last.FaultAddress, machine.Pe.X(2)), Is.EqualTo((target, 77UL)));
            }
        }
        Assert.That(loaded, Is.GreaterThan(20));
    }

    // With the MMU off everything below bit 56 must be an address that there is; above it only where there is no tag.
    private static bool IsAddress(PlainPac plain, ulong target) =>
        target << 8 >> 8 < TestPe.RamBytes && (target >> 56 == 0 || plain.HasDataTag(target));

    // A pointer that authenticates, one whose code has a wrong bit, or one that was never signed.
    private static ulong Signed(PacMachine machine, Random random, string key, ulong modifier)
    {
        ulong pointer = PacMachine.Pointer(random);
        PlainPacEnd signed = machine.Plain.Add(key, pointer, modifier);
        return signed.Trap != 0 ? pointer : random.Next(5) switch
        {
            0 => pointer,
            1 => signed.Value ^ 1UL << random.Next(40, 64),
            _ => signed.Value,
        };
    }

    private IEnumerable<(PacMachine Machine, Random Random)> Cases(A64Op op, int lowest = 0) => TranscriptionTable.Draw(op).Select(one =>
    {
        PacMachine machine = _machines[one.Number % _machines.Length];
        machine.Randomize(one.Random, lowest);
        return (machine, one.Random);
    });

    private static void Check(PacMachine machine, A64Op op, PacForm form, ulong pointer, PlainPacEnd end)
    {
        machine.Machine.Run(form.Word(op));
        ulong expected = end is { Failed: null, Trap: 0 } ? end.Value : pointer;
        Assert.That(machine.Pe.X(form.Register), Is.EqualTo(expected), $"{op} of {pointer:x} at EL{machine.Plain.El}");
        CheckExceptions(machine, op, end);
    }

    // What is fetched next is no memory, misaligned or UDF: the exception says where the branch went.
    private static void CheckArrival(PacMachine machine, A64Op op, ulong target)
    {
        machine.Pe.Run(1, exact: true);
        Assert.That(machine.Machine.Exceptions, Has.Count.EqualTo(1), op.ToString());
        Assert.That(machine.Machine.Last.ReturnAddress, Is.EqualTo(target), op.ToString());
    }

    private static void CheckExceptions(PacMachine machine, A64Op op, PlainPacEnd end)
    {
        if (end is { Failed: null, Trap: 0 })
        {
            Assert.That(machine.Machine.Exceptions, Is.Empty, op.ToString());
            return;
        }
        Assert.That(machine.Machine.Exceptions, Has.Count.EqualTo(1), $"{op}: {end}");
        Assert.That((machine.Machine.Esr.EC, machine.Machine.Esr.ISS, (int)machine.Machine.Last.Target, machine.Machine.Last.ReturnAddress),
            Is.EqualTo((end.Failed is null ? ExceptionClass.TrappedPointerAuthentication : ExceptionClass.PointerAuthenticationFailure,
                end.Failed ?? 0, end.Failed is null ? end.Trap : machine.Plain.FailTarget, TestPe.Code)), op.ToString());
    }
}
