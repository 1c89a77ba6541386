using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Halves of a register, as instructions with a form 2 use them: Q selects the upper half of the narrow operand.</summary>
internal static unsafe class Halves
{
    /// <summary>Index of the first narrow element.</summary>
    public static int FirstElement<TLanes>(int narrowBytes) where TLanes : struct, ILanes =>
        TLanes.Count(1) == 16 ? 8 / narrowBytes : 0;

    /// <summary>How many wide elements there are: 128 bits of them, or one.</summary>
    public static int Count<TLanes>(int wideBytes) where TLanes : struct, ILanes =>
        TLanes.Count(1) == 1 ? 1 : 16 / wideBytes;

    /// <summary>Writes narrow elements: to the lower half of V[d], the upper becoming zero, or with Q to the upper half alone.</summary>
    public static void Put<TLanes>(PeState* s, DecodedOp* op, ulong elements) where TLanes : struct, ILanes
    {
        ulong lower = s->V[op->Rd].AsUInt64().ToScalar();
        s->V[op->Rd] = (TLanes.Count(1) == 16 ? Vector128.Create(lower, elements) : Vector128.CreateScalar(elements)).AsByte();
    }
}
