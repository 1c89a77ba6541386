using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Transcription;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>Random cases of the encodings that the oracle does not know, against <see cref="PlainBase"/>, as many as <see cref="TranscriptionTable"/> says.</summary>
internal sealed class BaseTranscriptionTests
{
    private static readonly ulong[] Boundaries =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, long.MaxValue, 0x8000_0000_0000_0000, ulong.MaxValue,
    ];

    private static readonly PeFeatures Features = PeFeatures.Default.With("+FEAT_CSSC,+FEAT_HBC,+FEAT_LRCPC3");

    [Transcribes(TranscriptionGroup.OneSource)]
    public void ABS_CNT_and_CTZ(A64Op op)
    {
        using var machine = new TestPe(Features);
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            int datasize = n % 2 == 0 ? 32 : 64;
            ulong operand = Value(random);
            uint word = A64.Word(op, ('f', datasize == 64 ? 1u : 0), ('d', 0), ('n', 1));
            ulong expected = op switch
            {
                A64Op.ABS => PlainBase.Abs(operand, datasize),
                A64Op.CNT => PlainBase.Cnt(operand, datasize),
                _ => PlainBase.Ctz(operand, datasize),
            };
            Assert.That(machine.Compute(word, operand, nzcv: n % 16), Is.EqualTo((expected, n % 16)), $"{op} of {operand:x}, {datasize} bits");
        }
    }

    [Transcribes(TranscriptionGroup.MinMax)]
    public void Minimum_and_maximum(A64Op op)
    {
        using var machine = new TestPe(Features);
        string name = A64Table.Get(op).Mnemonic;
        bool immediate = op.ToString().EndsWith("_imm", StringComparison.Ordinal);
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            int datasize = n % 2 == 0 ? 32 : 64;
            ulong operand1 = Value(random), operand2 = Value(random);
            uint imm8 = (uint)random.Next(256);
            uint word = A64.Word(op, ('f', datasize == 64 ? 1u : 0), ('d', 0), ('n', 1));
            word |= immediate ? imm8 << 10 : 2u << 16;
            if (immediate)
                operand2 = name[0] == 's' ? PlainBase.ToBits(PlainBase.SInt(imm8, 8), 64) : imm8;
            ulong expected = PlainBase.MinMax(name, operand1, operand2, datasize);
            Assert.That(machine.Compute(word, operand1, operand2, nzcv: n % 16), Is.EqualTo((expected, n % 16)), $"{op} {operand1:x} {operand2:x}");
        }
    }

    [Transcribes(TranscriptionGroup.HintedBranch)]
    public void BC_cond_branches_as_its_condition_says(A64Op op)
    {
        using var machine = new TestPe(Features);
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            int cond = n & 15, nzcv = n >> 4 & 15, offset = random.Next(-1000, 1000);
            machine.Pe.Nzcv = nzcv;
            machine.Run(A64.Word(op, ('c', (uint)cond), ('i', (uint)offset)));
            ulong expected = PlainBase.ConditionHolds(cond, nzcv) ? TestPe.Code + (ulong)(offset * 4L) : TestPe.Code + 4;
            Assert.That((machine.Exceptions.Count, machine.Pe.PC), Is.EqualTo((0, expected)));
        }
    }

    [Transcribes(TranscriptionGroup.FlagConversion)]
    public void Flag_conversions(A64Op op)
    {
        using var machine = new TestPe(Features);
        foreach ((int n, _) in TranscriptionTable.Draw(op))
        {
            int nzcv = n & 15, expected = op == A64Op.XAFLAG ? PlainBase.Xaflag(nzcv) : PlainBase.Axflag(nzcv);
            Assert.That(machine.Compute(A64.Word(op), nzcv: nzcv).Nzcv, Is.EqualTo(expected));
        }
    }

    [Transcribes(TranscriptionGroup.OrderedPair)]
    public void Ordered_pairs(A64Op op)
    {
        using var machine = new TestPe(Features);
        machine.MapEl3();
        bool load = op is A64Op.LDIAPP or A64Op.LDIAPP_post;
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            int bytes = n % 2 == 0 ? 4 : 8;
            bool stack = (n & 2) != 0;
            int offset = op switch { A64Op.LDIAPP_post => 2 * bytes, A64Op.STILP_pre => -2 * bytes, _ => 0 };
            ulong address = TestPe.Data + (ulong)random.Next(0x100) * 16, data1 = Value(random), data2 = Value(random);
            ulong at = op == A64Op.STILP_pre ? address + (ulong)(long)offset : address;
            machine.Put64(at, bytes == 8 ? data1 : data2 << 32 | data1 & 0xFFFF_FFFF);
            if (bytes == 8)
                machine.Put64(at + 8, data2);
            ulong before = machine.Get64(at);
            (machine.Pe.X(2), machine.Pe.X(3), machine.Pe.X(1)) = (~data1, ~data2, address);
            machine.Pe.SetStackPointer(Arm.ExceptionLevel.EL3, address);
            machine.Run(A64.Word(op, ('f', bytes == 8 ? 1u : 0), ('t', 2), ('m', 3), ('n', stack ? 31u : 1)));
            Assert.That(machine.Exceptions, Is.Empty);
            ulong mask = bytes == 8 ? ulong.MaxValue : 0xFFFF_FFFF;
            if (load)
                Assert.That((machine.Pe.X(2), machine.Pe.X(3)), Is.EqualTo((data1 & mask, data2 & mask)));
            else
                Assert.That((machine.Get64(at), machine.Get64(at + 8) & (bytes == 8 ? mask : 0)),
                    Is.EqualTo(bytes == 8 ? (~data1, ~data2) : (~data2 << 32 | ~data1 & mask, 0UL)), $"was {before:x}");
            ulong written = stack ? machine.Pe.GetStackPointer(Arm.ExceptionLevel.EL3) : machine.Pe.X(1);
            Assert.That(written, Is.EqualTo(address + (ulong)(long)offset));
        }
    }

    [Transcribes(TranscriptionGroup.OrderedWriteback)]
    public void Ordered_accesses_with_writeback(A64Op op)
    {
        using var machine = new TestPe(Features);
        machine.MapEl3();
        bool load = op == A64Op.LDAPR_post;
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            int bytes = n % 2 == 0 ? 4 : 8;
            ulong mask = bytes == 8 ? ulong.MaxValue : 0xFFFF_FFFF;
            ulong address = TestPe.Data + (ulong)random.Next(0x100) * 8, data = Value(random);
            ulong at = load ? address : address - (ulong)bytes;
            machine.Put64(at & ~7UL, load ? data : 0);
            (machine.Pe.X(2), machine.Pe.X(1)) = (load ? ~0UL : data, address);
            machine.Run(A64.Word(op, ('f', bytes == 8 ? 1u : 0), ('t', 2), ('n', 1)));
            Assert.That(machine.Exceptions, Is.Empty);
            ulong memory = machine.Get64(at & ~7UL) >> (int)(at & 7) * 8 & mask;
            Assert.That((machine.Pe.X(2) & mask, memory, machine.Pe.X(1)),
                Is.EqualTo((data & mask, data & mask, load ? address + (ulong)bytes : address - (ulong)bytes)));
            if (load)
                Assert.That(machine.Pe.X(2), Is.EqualTo(data & mask), "zero-extended");
        }
    }

    [Test]
    public void A_writeback_that_collides_is_UNDEFINED()
    {
        using var machine = new TestPe(Features);
        (A64Op Op, uint T, uint M)[] collisions = [(A64Op.LDAPR_post, 1, 0), (A64Op.LDIAPP_post, 1, 2), (A64Op.LDIAPP_post, 2, 1), (A64Op.LDIAPP, 2, 2)];
        foreach (var (op, t, m) in collisions)
        {
            machine.At(Arm.ExceptionLevel.EL3).Run(A64.Word(op, ('f', 1), ('t', t), ('m', m), ('n', 1)));
            Assert.That(machine.Esr.EC, Is.EqualTo(Arm.Registers.ExceptionClass.Unknown), op.ToString());
        }
    }

    private static ulong Value(Random random) => random.Next(3) switch
    {
        0 => Boundaries[random.Next(Boundaries.Length)],
        1 => (ulong)random.NextInt64() >> random.Next(64),
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };
}
