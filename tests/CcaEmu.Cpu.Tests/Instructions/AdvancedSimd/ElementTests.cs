using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Instructions.AdvancedSimd;

/// <summary>Elements at the ends of their ranges, every one against every other, held to <see cref="ReferenceElements"/>.</summary>
internal sealed class ElementTests
{
    private static IEnumerable<A64Op> Operations() => A64Table.Lines
        .Where(line => line.Group == A64Group.AdvancedSimd && new ReferenceElements(64).Of(line.Mnemonic, 1, 1, 1) is not null)
        .Select(line => line.Op)
        .Where(op => !op.ToString().Contains("_element", StringComparison.Ordinal) && !op.ToString().Contains("_imm", StringComparison.Ordinal)
            && !op.ToString().Contains("_zero", StringComparison.Ordinal));

    [TestCaseSource(nameof(Operations))]
    public void Elements_come_out_as_the_pseudocode_says(A64Op op)
    {
        using var machine = new VectorMachine();
        A64Encoding line = A64Table.Get(op);
        int done = 0;
        for (uint size = 0; size < 4; size++)
        {
            for (uint q = 0; q < 2; q++)
            {
                uint word = line.WriteField(line.WriteField(A64.Word(op, ('n', 1), ('m', 2)), 'E', size), 'Q', q);
                if (Decoder.Decode(word).Op != op || (q == 1 && line.FieldMask('Q') == 0) || (size > 0 && line.FieldMask('E') == 0))
                    continue;
                done++;
                Check(machine, word);
            }
        }
        Assert.That(done, Is.Positive);
    }

    private static void Check(VectorMachine machine, uint word)
    {
        SimdRegister shape = Decoder.Decode(word).GetOperand(0).Simd;
        int esize = 8 << shape.ElementSizeLog2, lanes = Math.Max(shape.Lanes, (byte)1);
        BigInteger[] values = [.. Boundaries(esize)];
        // All pairs, as many at a time as there are lanes, so that every lane has different numbers.
        (BigInteger N, BigInteger M)[] pairs = [.. values.SelectMany(n => values.Select(m => (n, m)))];
        for (int at = 0; at < pairs.Length; at += lanes)
        {
            var some = Enumerable.Range(0, lanes).Select(e => pairs[(at + e) % pairs.Length]).ToArray();
            BigInteger[] d = [.. Enumerable.Range(0, lanes).Select(e => values[(at / 3 + e) % values.Length])];
            (UInt128 result, bool qc) = machine.Compute(word, Pack(d, esize), Pack(some.Select(p => p.N), esize), Pack(some.Select(p => p.M), esize));
            var reference = new ReferenceElements(esize);
            string mnemonic = Decoder.Decode(word).Encoding.Mnemonic;
            UInt128 expected = Pack(some.Select((p, e) => reference.Of(mnemonic, d[e], p.N, p.M)!.Value), esize);
            Assert.That(result, Is.EqualTo(expected), () => $"{new Formatter().Format(Decoder.Decode(word), 0)} of {Pack(some.Select(p => p.N), esize):x}, {Pack(some.Select(p => p.M), esize):x}");
            Assert.That(qc, Is.EqualTo(reference.QC), "FPSR.QC");
        }
    }

    private static IEnumerable<BigInteger> Boundaries(int esize)
    {
        BigInteger top = BigInteger.One << (esize - 1), ones = 2 * top - 1;
        int[] shifts = [-esize - 1, -esize, 1 - esize, -1, 1, esize - 1, esize, esize + 1, 127, -128];
        return new[] { 0, 2, top - 2, top - 1, top, top + 1, ones - 1, ones, ones / 3, ones / 5 }
            .Concat(shifts.Select(shift => (BigInteger)(byte)shift))
            .Distinct();
    }

    private static UInt128 Pack(IEnumerable<BigInteger> elements, int esize) =>
        (UInt128)elements.Select((element, e) => element << e * esize).Aggregate(BigInteger.Zero, (sum, element) => sum | element);
}
