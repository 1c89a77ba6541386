using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>One SIMD&amp;FP instruction, with the registers it starts from.</summary>
internal sealed record SimdCase(A64Op Op, uint Word, UInt128[] V, ulong[] X, ulong Fpcr, ulong Fpsr);

/// <summary>
/// A user program that does SIMD&amp;FP instructions one after the other, each from given V0-V31, X0-X7, FPCR and FPSR, and writes what they
/// leave, with X8 (which points into a scratch buffer), the flags and FPSR.
/// </summary>
internal sealed class SimdOracleProgram
{
    public const ulong Base = 0x40_0000;
    public const ulong Entry = Base + HeaderBytes;
    public const int ResultWords = 64 + 11;
    private const int HeaderBytes = 120;
    private const int InputWords = 64 + 8 + 2;
    private const int ScratchBytes = 0x2000;

    private readonly SimdCase[] _cases;
    private readonly List<uint> _code = [];
    private readonly ulong _inputs;

    public SimdOracleProgram(SimdCase[] cases)
    {
        _cases = cases;
        // Twice: the length of the code does not depend on the addresses in it.
        Emit();
        _inputs = Align(Entry + (ulong)_code.Count * 4);
        Scratch = Align(_inputs + (ulong)(cases.Length * InputWords * 8));
        Output = Scratch + ScratchBytes;
        End = Align(Output + (ulong)(cases.Length * ResultWords * 8));
        Emit();
    }

    public ulong Scratch { get; }

    public ulong Output { get; }

    public ulong End { get; }

    public int ResultBytes => (int)(End - Scratch);

    public byte[] Image()
    {
        byte[] image = new byte[End - Base];
        using var writer = new BinaryWriter(new MemoryStream(image));
        WriteElfHeader(writer);
        writer.Seek(HeaderBytes, SeekOrigin.Begin);
        _code.ForEach(writer.Write);
        writer.Seek((int)(_inputs - Base), SeekOrigin.Begin);
        foreach (SimdCase test in _cases)
        {
            foreach (UInt128 v in test.V)
            {
                writer.Write((ulong)v);
                writer.Write((ulong)(v >> 64));
            }
            foreach (ulong x in test.X)
                writer.Write(x);
            writer.Write(test.Fpcr);
            writer.Write(test.Fpsr);
        }
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
        Load(19, _inputs);
        Load(20, Output);
        foreach (SimdCase test in _cases)
        {
            for (uint v = 0; v < 32; v += 2)
                _code.Add(A64.Word(A64Op.LDP_SIMD_post, ('E', 2), ('t', v), ('u', v + 1), ('n', 19), ('i', 2)));
            for (uint x = 0; x < 8; x++)
                _code.Add(Post(A64Op.LDR_imm_post, x, 19));
            _code.AddRange([Post(A64Op.LDR_imm_post, 9, 19), A64.Msr(SystemRegister.FPCR, 9)]);
            _code.AddRange([Post(A64Op.LDR_imm_post, 9, 19), A64.Msr(SystemRegister.FPSR, 9), A64.Msr(SystemRegister.NZCV, 31)]);
            Load(8, Scratch + ScratchBytes / 2);
            _code.Add(test.Word);
            _code.AddRange([A64.Mrs(9, SystemRegister.NZCV), A64.Mrs(10, SystemRegister.FPSR)]);
            for (uint v = 0; v < 32; v += 2)
                _code.Add(A64.Word(A64Op.STP_SIMD_post, ('E', 2), ('t', v), ('u', v + 1), ('n', 20), ('i', 2)));
            for (uint x = 0; x < 11; x++)
                _code.Add(Post(A64Op.STR_imm_post, x, 20));
        }
        // write(1, Scratch, ResultBytes); exit(0)
        Load(1, Scratch);
        Load(2, (ulong)ResultBytes);
        _code.AddRange([A64.Movz(0, 1), A64.Movz(8, 64), A64.Svc(), A64.Movz(0, 0), A64.Movz(8, 93), A64.Svc()]);
    }

    private static uint Post(A64Op op, uint rt, uint rn) => A64.Word(op, ('f', 1), ('t', rt), ('n', rn), ('i', 8));

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
        foreach (ushort half in (ushort[])[64, 56, 1, 64, 0, 0])
            writer.Write(half);
        writer.Write(1u);
        writer.Write(7u);
        foreach (ulong word in (ulong[])[0, Base, Base, End - Base, End - Base, 0x1000])
            writer.Write(word);
    }
}
