using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>One predecoded instruction: its meaning and its operands as slots of <see cref="PeState.X"/>.</summary>
/// <remarks>
/// <para>A handler does one instruction and returns the next operation to do, or null when the engine has to look at the PE again
/// (exception taken, jump out of the page, budget reached). What the fields hold is up to the group that predecodes the instruction.</para>
/// <para>A handler that execution runs on from may do the next operation itself, as its last act: <c>return op[1].Execute(pe, s, op + 1)</c>.
/// Optimized, that is a jump. Code that is not optimized nests a call for each, but never more than a page of them: a branch that is taken
/// always returns its target. <see cref="ProcessingElement"/> puts a stop behind an instruction that has to be executed by itself.</para>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal unsafe struct DecodedOp
{
    public delegate*<ProcessingElement, PeState*, DecodedOp*, DecodedOp*> Execute;
    public ulong Imm;
    public uint Word;
    public bool IsDecoded;
    public byte Size;
    public byte Shift;
    public byte Rd;
    public byte Rn;
    public byte Rm;
    public byte Ra;
    public byte Kind;
    public byte Ra2;
    public ushort Spare;
}
