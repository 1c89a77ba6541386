using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions.AdvancedSimd;

/// <summary>What holds for every line of the group: traps, features, the other registers, and that nothing is allocated.</summary>
internal sealed class AdvancedSimdAccessTests
{
    private static IEnumerable<A64Encoding> Lines() => A64Table.Lines.Where(line => line.Group == A64Group.AdvancedSimd);

    [Test]
    public void Every_instruction_is_trapped_by_CPTR_EL3_TFP_and_does_nothing()
    {
        using var vectors = new VectorMachine();
        TestPe machine = vectors.Machine;
        machine.Pe[SystemRegister.CPTR_EL3] |= CPTR_EL3.TFP;
        foreach (uint word in Words(8))
        {
            vectors[(int)(word & 31)] = UInt128.MaxValue / 3;
            machine.Exceptions.Clear();
            machine.Run(word);
            Assert.That(machine.Exceptions, Has.Count.EqualTo(1), $"0x{word:x8}");
            Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.TrappedFpSimd), $"0x{word:x8}");
            Assert.That(vectors[(int)(word & 31)], Is.EqualTo(UInt128.MaxValue / 3), $"0x{word:x8}");
        }
    }

    [Test]
    public void Every_instruction_is_UNDEFINED_without_its_feature()
    {
        foreach (Feature feature in Lines().Select(line => line.Feature).Distinct())
        {
            using var machine = new TestPe(new PeFeatures(Enum.GetValues<Feature>().Where(f => f != feature)));
            foreach (uint word in Words(2).Where(word => Decoder.Decode(word).Feature == feature))
            {
                machine.Exceptions.Clear();
                machine.Run(word);
                Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), $"0x{word:x8} without {feature}");
            }
        }
    }

    [Test]
    public void No_instruction_writes_a_vector_other_than_its_destination()
    {
        using var vectors = new VectorMachine();
        var random = new Random(9);
        foreach (uint word in Words(4))
        {
            UInt128[] before = [.. Enumerable.Range(0, 32).Select(_ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()))];
            for (int v = 0; v < 32; v++)
                vectors[v] = before[v];
            vectors.Machine.Run(word);
            for (int v = 0; v < 32; v++)
            {
                if (v != (word & 31))
                    Assert.That(vectors[v], Is.EqualTo(before[v]), $"V{v} after 0x{word:x8}");
            }
        }
    }

    [Test]
    public void Scalars_and_64_bit_vectors_leave_zeros_above_them()
    {
        using var vectors = new VectorMachine();
        foreach (uint word in Words(8))
        {
            Operand destination = Decoder.Decode(word).GetOperand(0);
            if (destination.Kind != OperandKind.SimdRegister)
                continue;
            int bytes = Math.Max(destination.Simd.Lanes, (byte)1) << destination.Simd.ElementSizeLog2;
            for (int v = 0; v < 32; v++)
                vectors[v] = UInt128.MaxValue / 7 * (uint)v;
            vectors.Machine.Run(word);
            if (bytes < 16)
                Assert.That(vectors[(int)(word & 31)] >> 8 * bytes, Is.EqualTo(UInt128.Zero), $"0x{word:x8}");
        }
    }

    private static IEnumerable<uint> Words(int each)
    {
        var random = new Random(4);
        foreach (A64Encoding line in Lines())
        {
            for (int n = 0; n < each;)
            {
                uint word = (uint)random.NextInt64(1L << 32) & ~line.FixedMask | line.FixedValue;
                if (Decoder.Decode(word).Op != line.Op)
                    continue;
                n++;
                yield return word;
            }
        }
    }
}
