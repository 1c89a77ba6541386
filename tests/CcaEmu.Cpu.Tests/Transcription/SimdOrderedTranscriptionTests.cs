using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Campaign.Transcription;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>
/// The SIMD&amp;FP half of FEAT_LRCPC3, which the oracle does not know: random cases of each encoding against what the pages of
/// LDAPUR, STLUR, LDAP1 and STL1 (SIMD&amp;FP) say, read a second time, on plain arrays.
/// </summary>
internal sealed class SimdOrderedTranscriptionTests
{
    private const int Window = 0x800;

    // size:opc<1> as the word has them, and the bytes they stand for.
    private static readonly (uint Field, int Bytes)[] Sizes = [(0b000, 1), (0b010, 2), (0b100, 4), (0b110, 8), (0b001, 16)];

    [Transcribes(TranscriptionGroup.SimdOrdered)]
    public void LDAPUR_and_STLUR(A64Op op)
    {
        using var machine = new El1Machine();
        machine.Pe[SystemRegister.CPACR_EL1] = CPACR_EL1.FPEN.Set(0, 3);
        machine.Map(TestPe.Data, TestPe.Data, writable: true);
        bool load = op == A64Op.LDAPUR_SIMD;
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            (uint Field, int Bytes) size = Sizes[n % Sizes.Length];
            (byte[] memory, byte[][] v) = Fill(machine, random);
            int t = random.Next(32), at = random.Next(256, Window - 272) & -size.Bytes, offset = random.Next(-256, 256);
            machine.Pe.X(1) = TestPe.Data + (ulong)(at - offset);
            machine.Run(A64.Word(op, ('E', size.Field), ('i', (uint)offset & 0x1FF), ('n', 1), ('t', (uint)t)));
            if (load)
            {
                v[t] = new byte[16]; // V[t, datasize] = data: the rest is zero
                memory.AsSpan(at, size.Bytes).CopyTo(v[t]);
            }
            else
                v[t].AsSpan(0, size.Bytes).CopyTo(memory.AsSpan(at));
            Check(machine, memory, v, $"{op}, {size.Bytes} bytes, V{t}, offset {offset}");
        }
    }

    [Transcribes(TranscriptionGroup.SimdOrderedElement)]
    public void LDAP1_and_STL1(A64Op op)
    {
        using var machine = new El1Machine();
        machine.Pe[SystemRegister.CPACR_EL1] = CPACR_EL1.FPEN.Set(0, 3);
        machine.Map(TestPe.Data, TestPe.Data, writable: true);
        bool load = op == A64Op.LDAP1;
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            int lane = n & 1;
            (byte[] memory, byte[][] v) = Fill(machine, random);
            int t = random.Next(32), at = random.Next(Window - 8) & -8;
            machine.Pe.X(1) = TestPe.Data + (ulong)at;
            machine.Run(A64.Word(op, ('Q', (uint)lane), ('n', 1), ('t', (uint)t)));
            Span<byte> element = v[t].AsSpan(lane * 8, 8), place = memory.AsSpan(at, 8);
            if (load)
                place.CopyTo(element);
            else
                element.CopyTo(place);
            Check(machine, memory, v, $"{op} V{t}.D[{lane}]");
        }
    }

    private static (byte[] Memory, byte[][] V) Fill(El1Machine machine, Random random)
    {
        byte[] memory = new byte[Window];
        random.NextBytes(memory);
        Assert.That(machine.Pe.Physical.Write(new PhysicalAddress(TestPe.Data, Pas.NonSecure), memory).Ok);
        byte[][] v = new byte[32][];
        for (int i = 0; i < 32; i++)
        {
            v[i] = new byte[16];
            random.NextBytes(v[i]);
            machine.Pe.V(i) = Vector128.Create(v[i]);
        }
        return (memory, v);
    }

    private static void Check(El1Machine machine, byte[] memory, byte[][] v, string what)
    {
        Assert.That(machine.Exceptions, Is.Empty, what);
        for (int i = 0; i < 32; i++)
            Assert.That(MemoryMarshal.AsBytes(new Span<Vector128<byte>>(ref machine.Pe.V(i))).ToArray(), Is.EqualTo(v[i]), $"V{i} after {what}");
        byte[] actual = new byte[Window];
        Assert.That(machine.Pe.Physical.Read(new PhysicalAddress(TestPe.Data, Pas.NonSecure), actual).Ok);
        Assert.That(actual, Is.EqualTo(memory), $"memory after {what}");
    }
}
