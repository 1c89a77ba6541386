using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Every line of the encoding table leads to a handler, and random words of it never crash the PE.</summary>
internal sealed class SmokeTests
{
    [Test]
    public void Random_words_of_every_line_execute_or_take_an_exception([ValueSource(nameof(Lines))] A64Op op)
    {
        using var machine = new TestPe();
        var random = new Random(1 + (int)op);
        A64Encoding encoding = A64Table.Get(op);
        for (int n = 0; n < 200; n++)
        {
            uint word = encoding.FixedValue | (uint)random.NextInt64() & ~encoding.FixedMask;
            machine.At((Arm.ExceptionLevel)(n & 3));
            for (int x = 0; x < 31; x++)
                machine.Pe.X(x) = (ulong)random.NextInt64(0x20_0000, 0x30_0000) & ~7UL;
            ulong retired = machine.Pe.RetiredInstructions;
            machine.Run(word);
            ulong done = machine.Pe.RetiredInstructions - retired;
            // A long copy stops on its way and starts over with what it has done.
            bool onItsWay = op == A64Op.CPYM && machine.Pe.PC == TestPe.Code;
            Assert.That(done == 1 || onItsWay || machine.Exceptions.Count > 0, $"{op} 0x{word:x8} neither retired nor trapped");
        }
    }

    private static IEnumerable<A64Op> Lines() => A64Table.Lines.Select(line => line.Op);
}
