using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>One instruction under test, with what stands around it.</summary>
/// <param name="Op">Its line.</param>
/// <param name="Words">The instruction, and those before and behind it that make it meaningful.</param>
/// <param name="Inputs">X0 to X7, then NZCV, then the index register X10.</param>
internal sealed record OracleCase(A64Op Op, uint[] Words, ulong[] Inputs);

/// <summary>
/// A straight-line A64 program that does many cases: loads X0 to X7, NZCV and X10, points X8 into a scratch buffer, does the case, and writes
/// X0 to X8 and NZCV to an output area. It ends by writing that area and the buffer to file descriptor 1 and exiting, so that it is a
/// static Linux program as well as something to run on a bare PE.
/// </summary>
internal sealed class OracleProgram
{
    public const ulong Base = 0x40_0000;
    public const int OutputWords = 10;
    private const int HeaderBytes = 0x1000;
    private const int ScratchBytes = 0x2000;

    private readonly IReadOnlyList<OracleCase> _cases;
    private readonly List<uint> _code = [];

    public OracleProgram(IReadOnlyList<OracleCase> cases)
    {
        _cases = cases;
        // The size of the code does not depend on the addresses: lay it out once to learn it.
        Emit();
        int codeBytes = _code.Count * 4;
        Inputs = Align(Base + HeaderBytes + (ulong)codeBytes);
        Scratch = Align(Inputs + (ulong)(cases.Count * OutputWords * 8));
        Output = Scratch + ScratchBytes;
        End = Output + (ulong)(cases.Count * OutputWords * 8);
        Emit();
    }

    public static ulong Entry => Base + HeaderBytes;

    public ulong Inputs { get; }

    public ulong Scratch { get; }

    public ulong Output { get; }

    public ulong End { get; }

    /// <summary>Length of what the program writes: the scratch buffer, then the outputs.</summary>
    public int ResultBytes => (int)(End - Scratch);

    /// <summary>The program in memory from <see cref="Base"/>: an ELF header, code, inputs, a scratch buffer, room for outputs.</summary>
    public byte[] Image()
    {
        byte[] image = new byte[End - Base];
        using var writer = new BinaryWriter(new MemoryStream(image));
        WriteElfHeader(writer);
        writer.Seek(HeaderBytes, SeekOrigin.Begin);
        _code.ForEach(writer.Write);
        writer.Seek((int)(Inputs - Base), SeekOrigin.Begin);
        foreach (ulong input in _cases.SelectMany(c => c.Inputs))
            writer.Write(input);
        writer.Seek((int)(Scratch - Base), SeekOrigin.Begin);
        var random = new Random(7);
        for (int i = 0; i < ScratchBytes / 8; i++)
            writer.Write((ulong)random.NextInt64());
        return image;
    }

    private static ulong Align(ulong address) => (address + 0xFFF) & ~0xFFFUL;

    private void Emit()
    {
        _code.Clear();
        Load(19, Inputs);
        Load(20, Output);
        foreach (OracleCase test in _cases)
        {
            for (int x = 0; x < 8; x++)
                _code.Add(Post(A64Op.LDR_imm_post, x, 19));
            _code.Add(Post(A64Op.LDR_imm_post, 9, 19));
            _code.Add(Post(A64Op.LDR_imm_post, 10, 19));
            Load(8, Scratch + ScratchBytes / 2);
            _code.Add(A64.Msr(Arm.Registers.SystemRegister.NZCV, 9));
            _code.AddRange(test.Words);
            _code.Add(A64.Mrs(9, Arm.Registers.SystemRegister.NZCV));
            for (int x = 0; x < 10; x++)
                _code.Add(Post(A64Op.STR_imm_post, x, 20));
        }
        // write(1, Scratch, ResultBytes) until all is written; exit(0)
        Load(1, Scratch);
        Load(2, (ulong)ResultBytes);
        _code.AddRange([A64.Movz(0, 1), A64.Movz(8, 64), A64.Svc(), A64.Movz(0, 0), A64.Movz(8, 93), A64.Svc()]);
    }

    private static uint Post(A64Op op, int rt, int rn) => A64.Word(op, ('f', 1), ('t', (uint)rt), ('n', (uint)rn), ('i', 8));

    private void Load(int rd, ulong value)
    {
        _code.Add(A64.Movz(rd, (uint)(value & 0xFFFF)));
        _code.Add(A64.Word(A64Op.MOVK, ('f', 1), ('d', (uint)rd), ('i', (uint)(value >> 16)), ('h', 1)));
    }

    private void WriteElfHeader(BinaryWriter writer)
    {
        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)2);
        writer.Write((ushort)183);
        writer.Write(1u);
        writer.Write(Entry);
        writer.Write(64UL);
        writer.Write(0UL);
        writer.Write(0u);
        writer.Write((ushort)64);
        writer.Write((ushort)56);
        writer.Write((ushort)1);
        writer.Write((ushort)64);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(1u);
        writer.Write(7u);
        writer.Write(0UL);
        writer.Write(Base);
        writer.Write(Base);
        writer.Write(End - Base);
        writer.Write(End - Base);
        writer.Write(0x1000UL);
    }
}
