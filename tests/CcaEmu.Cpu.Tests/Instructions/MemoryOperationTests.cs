using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Transcription;
using CcaEmu.Cpu.Tests.Transcription;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Memory copy and set against the second transcription: registers, flags, memory and exceptions, with pages that refuse.</summary>
internal sealed class MemoryOperationTests
{
    private const ulong Base = TestPe.Data;
    private const int Pages = 8;

    [Transcribes(TranscriptionGroup.MemoryOperation)]
    public void Every_option_agrees_with_the_second_transcription(A64Op op)
    {
        using var machine = new El1Machine(SecurityState.Secure);
        int options = IsSet(op) ? 4 : 16;
        int faults = 0, mismatches = 0, done = 0;
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            MemoryOperationEnd end = Compare(machine, random, op, n % options);
            faults += end.FaultAddress is null ? 0 : 1;
            mismatches += end.Mismatch is null ? 0 : 1;
            done += end == default ? 1 : 0;
        }
        Assert.That((faults > 10, done > 10), Is.EqualTo((true, true)), $"{faults} faults, {mismatches} mismatches, {done} done");
        Assert.That(mismatches > 5, Is.EqualTo(op is not (A64Op.CPYP or A64Op.CPYFP or A64Op.SETP)));
    }

    private static bool IsSet(A64Op op) => op is A64Op.SETP or A64Op.SETM or A64Op.SETE;

    private static int StageOf(A64Op op) => op switch
    {
        A64Op.CPYP or A64Op.CPYFP or A64Op.SETP => 0,
        A64Op.CPYM or A64Op.CPYFM or A64Op.SETM => 1,
        _ => 2,
    };

    private static MemoryOperationEnd Compare(El1Machine machine, Random random, A64Op op, int options)
    {
        (bool Read, bool Write, bool User)[] pages = MapAtRandom(machine, random);
        byte[] memory = new byte[Pages * 0x1000];
        random.NextBytes(memory);
        machine.Pe.Physical.Write(new PhysicalAddress(Base, Pas.Secure), memory);
        var model = new PlainMemoryOperations(
            (va, user) => Page(pages, va) is { Read: true } page && (!user || page.User),
            (va, user) => Page(pages, va) is { Write: true } page && (!user || page.User), memory, Base);
        (model.Xd, model.Xs, model.Xn, model.Nzcv) = Inputs(random, op);
        int d = 3, s = 5, n = 9;
        if (random.Next(30) == 0)
            (d, s, n) = random.Next(3) switch { 0 => (3, 3, 9), 1 => (3, 9, 9), _ => (3, 5, 3) };
        Load(machine.Pe, model, d, s, n);
        uint word = A64.Word(op, ('d', (uint)d), ('s', (uint)s), ('n', (uint)n), ('O', (uint)options));
        string state = $"{new Formatter().Format(Decoder.Decode(word), 0)} Xd {model.Xd:x} Xs {model.Xs:x} Xn {model.Xn:x} NZCV {model.Nzcv:x}";
        MemoryOperationEnd end = IsSet(op)
            ? model.Set(StageOf(op), options, d, s, n, (byte)model.Xs)
            : model.Copy(op <= A64Op.CPYFE, StageOf(op), options, d, s, n);
        machine.Exceptions.Clear();
        machine.Run(word);
        int nzcv = machine.Pe.Nzcv;
        CheckEnd(machine, end, state);
        if (!end.Undefined)
            Assert.That((machine.Pe.X(d), machine.Pe.X(s), machine.Pe.X(n)), Is.EqualTo((model.Xd, model.Xs, model.Xn)), state);
        byte[] actual = new byte[memory.Length];
        machine.Pe.Physical.Read(new PhysicalAddress(Base, Pas.Secure), actual);
        Assert.That(actual.AsSpan().SequenceEqual(memory), $"memory: {state}");
        Assert.That(nzcv, Is.EqualTo(model.Nzcv), state);
        return end;
    }

    private static void CheckEnd(El1Machine machine, MemoryOperationEnd end, string state)
    {
        if (end == default)
        {
            Assert.That(machine.Exceptions, Is.Empty, state);
            return;
        }
        Assert.That(machine.Exceptions, Has.Count.EqualTo(1), $"{end}: {state}");
        EsrValue esr = machine.Esr;
        if (end.Undefined)
            Assert.That(esr.EC, Is.EqualTo(ExceptionClass.Unknown), state);
        else if (end.Mismatch is { } iss)
            Assert.That((esr.EC, esr.ISS), Is.EqualTo((ExceptionClass.MemoryOperation, iss)), state);
        else
            Assert.That((esr.EC, machine.Last.FaultAddress, esr.WnR, esr.ISV),
                Is.EqualTo((ExceptionClass.DataAbortSame, end.FaultAddress!.Value, end.FaultOnWrite, false)), state);
        Assert.That(machine.Last.ReturnAddress, Is.EqualTo(TestPe.Code), state);
        machine.At(ExceptionLevel.EL1, SecurityState.Secure);
    }

    private static (bool Read, bool Write, bool User) Page((bool Read, bool Write, bool User)[] pages, ulong va) =>
        va - Base < Pages * 0x1000 ? pages[(va - Base) >> 12] : default;

    private static (bool Read, bool Write, bool User)[] MapAtRandom(El1Machine machine, Random random)
    {
        var pages = new (bool Read, bool Write, bool User)[Pages];
        for (int i = 0; i < Pages; i++)
        {
            ulong va = Base + (ulong)i * 0x1000;
            int kind = random.Next(12);
            pages[i] = (kind != 0, kind > 1, kind > 2);
            ulong entry = machine.Map(va, va, writable: kind > 1, user: kind > 2);
            if (kind == 0)
                machine.Put64(entry, 0);
        }
        machine.Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Secure);
        return pages;
    }

    // Addresses in the pages, often near their ends; sizes of all lengths; for the later stages often what the prologue leaves.
    private static (ulong Xd, ulong Xs, ulong Xn, int Nzcv) Inputs(Random random, A64Op op)
    {
        while (true)
        {
            ulong to = Address(random), from = Address(random);
            if (random.Next(3) == 0)
                from = to + (ulong)random.Next(-300, 300);
            ulong size = random.Next(6) switch
            {
                0 => (ulong)random.Next(3),
                1 => (ulong)random.Next(200),
                2 => (ulong)random.Next(64) + 64 * (ulong)random.Next(3),
                3 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
                _ => (ulong)random.Next(9000),
            };
            bool forwardOnly = op <= A64Op.CPYFE;
            if (StageOf(op) == 2 && random.Next(4) != 0)
                size = (ulong)random.Next(64);
            ulong reach = Math.Min(size, 0x1_0000);
            if (forwardOnly && from < to && from + reach > to)
                continue; // what is copied then depends on the size of blocks
            int nzcv = random.Next(16);
            if (StageOf(op) == 0)
                return (to, from, size, nzcv);
            if (random.Next(4) != 0)
                nzcv &= ~2;
            if (!IsSet(op) && !forwardOnly)
                size &= long.MaxValue; // the sign is the direction
            bool down = !IsSet(op) && !forwardOnly && from < to && from + reach > to;
            bool keepsSign = down != (random.Next(12) == 0 && (IsSet(op) || forwardOnly));
            return keepsSign ? (to, from, size & long.MaxValue, nzcv) : (to + size, from + size, 0 - size, nzcv);
        }
    }

    private static ulong Address(Random random)
    {
        ulong page = Base + (ulong)random.Next(Pages) * 0x1000;
        return random.Next(2) == 0 ? page + (ulong)random.Next(0x1000) : page + 0x1000 - (ulong)random.Next(100);
    }

    private static void Load(ProcessingElement pe, PlainMemoryOperations model, int d, int s, int n)
    {
        pe.X(d) = model.Xd;
        pe.X(s) = model.Xs;
        pe.X(n) = model.Xn;
        if (d == s || s == n || d == n)
            (model.Xd, model.Xs, model.Xn) = (pe.X(d), pe.X(s), pe.X(n));
        pe.Nzcv = model.Nzcv;
    }
}
