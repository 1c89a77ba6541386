using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Transcription;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>
/// LDLAR* and STLLR*, which the oracle does not have at EL0, against what their pages say, on an array of bytes: the element, nothing beside it,
/// zero extension, and the alignment that an access with LimitedOrdered semantics needs.
/// </summary>
internal sealed class LimitedOrderingTranscriptionTests
{
    private const int Window = 0x400;

    [Transcribes(TranscriptionGroup.LimitedOrdering)]
    public void One_element_moves(A64Op op)
    {
        using var machine = new TestPe();
        machine.MapEl3();
        byte[] memory = new byte[Window];
        foreach ((int n, Random random) in TranscriptionTable.Draw(op))
        {
            random.NextBytes(memory);
            Store(machine, memory);
            int bytes = A64Table.Get(op).Mnemonic[^1] switch { 'b' => 1, 'h' => 2, _ => n % 2 == 0 ? 4 : 8 };
            bool load = op.ToString().StartsWith("LD", StringComparison.Ordinal), stack = (n & 2) != 0, aligned = random.Next(3) != 0;
            int at = random.Next(16, Window - 16);
            at = aligned ? at & -bytes : stack ? at & ~15 | 15 : at;
            int t = random.Next(4) == 0 ? 31 : 2;
            ulong address = TestPe.Data + (ulong)at, data = PacMachine.Word(random);
            (machine.Pe.X(2), machine.Pe.X(1)) = (data, address);
            machine.Pe.SetStackPointer(ExceptionLevel.EL3, address);
            machine.Run(A64.Word(op, ('f', bytes == 8 ? 1u : 0), ('t', (uint)t), ('n', stack ? 31u : 1), ('x', ~0u)));
            if (at % 16 + bytes > 16)
            {
                // AArch64.UnalignedAccessFaults with FEAT_LSE2: not within 16 aligned bytes, and SCTLR_EL3.nAA is 0.
                Assert.That((machine.Esr.EC, machine.Esr.FSC, machine.Last.FaultAddress), Is.EqualTo((ExceptionClass.DataAbortSame, FaultStatusCode.Alignment, address)));
                machine.At(ExceptionLevel.EL3);
            }
            else if (load)
            {
                data = 0;
                for (int i = 0; i < bytes; i++)
                    data |= (ulong)memory[at + i] << 8 * i;
            }
            else
            {
                for (int i = 0; i < bytes; i++)
                    memory[at + i] = t == 31 ? (byte)0 : (byte)(data >> 8 * i);
            }
            Assert.That(machine.Exceptions, Is.Empty, $"{op} at {at:x}");
            if (t != 31)
                Assert.That(machine.Pe.X(2), Is.EqualTo(data), $"{op} of {bytes} bytes");
            Assert.That((machine.Pe.X(1), machine.Pe.GetStackPointer(ExceptionLevel.EL3)), Is.EqualTo((address, address)), "the base stays");
            byte[] actual = new byte[Window];
            Assert.That(machine.Pe.Physical.Read(new CcaEmu.Memory.PhysicalAddress(TestPe.Data, Pas.Root), actual).Ok);
            Assert.That(actual, Is.EqualTo(memory), $"memory after {op}");
        }
    }

    private static void Store(TestPe machine, byte[] memory) =>
        Assert.That(machine.Pe.Physical.Write(new CcaEmu.Memory.PhysicalAddress(TestPe.Data, Pas.Root), memory).Ok);
}
