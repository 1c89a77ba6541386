using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Bytes looked up in a table of one to four registers in sequence, V31 being followed by V0.</summary>
/// <remarks>Arm ARM, C7.2 TBL and TBX: an index outside the table gives zero, or leaves the destination's byte.</remarks>
internal static unsafe class TableLookup
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        bool keeps = i.Op >= A64Op.TBX_1;
        op->Size = (byte)(16 * (1 + (i.Word >> 13 & 3)));
        return (keeps, Kernel.IsQ(i)) switch
        {
            (false, false) => &Tbl<Lanes64>,
            (false, true) => &Tbl<Lanes128>,
            (true, false) => &Tbx<Lanes64>,
            _ => &Tbx<Lanes128>,
        };
    }

    private static DecodedOp* Tbl<TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op) where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->V[op->Rd] = TLanes.Clip(LookUp(s, op));
        return op + 1;
    }

    private static DecodedOp* Tbx<TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op) where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> outside = Vector128.GreaterThanOrEqual(s->V[op->Rm], Vector128.Create(op->Size));
        s->V[op->Rd] = TLanes.Clip(outside & s->V[op->Rd] | LookUp(s, op));
        return op + 1;
    }

    // A shuffle gives zero for an index from 16 on, also for one that has become negative.
    private static Vector128<byte> LookUp(PeState* s, DecodedOp* op)
    {
        Vector128<byte> indices = s->V[op->Rm], result = default;
        for (int k = 0; k < op->Size >> 4; k++)
            result |= Vector128.Shuffle(s->V[op->Rn + k & 31], indices - Vector128.Create((byte)(16 * k)));
        return result;
    }
}
