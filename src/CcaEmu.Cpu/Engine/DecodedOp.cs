using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>One predecoded instruction: its meaning and its operands as slots of <see cref="PeState.X"/>.</summary>
/// <remarks>
/// A handler does one instruction and returns the next operation to do, or null when the engine has to look at the PE again
/// (exception taken, jump out of the page, budget reached). What the fields hold is up to the group that predecodes the instruction.
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
