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
        s->V[op->Rd] = LookUp<TLanes>(s, op, default);
        return op + 1;
    }

    private static DecodedOp* Tbx<TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op) where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->V[op->Rd] = LookUp<TLanes>(s, op, TLanes.Clip(s->V[op->Rd]));
        return op + 1;
    }

    private static Vector128<byte> LookUp<TLanes>(PeState* s, DecodedOp* op, Vector128<byte> result) where TLanes : struct, ILanes
    {
        byte* m = (byte*)(s->V + op->Rm), r = (byte*)&result;
        for (int e = 0; e < TLanes.Count(1); e++)
        {
            int index = m[e];
            if (index < op->Size)
                r[e] = ((byte*)(s->V + (op->Rn + (index >> 4) & 31)))[index & 15];
        }
        return result;
    }
}
