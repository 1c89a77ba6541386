using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Elements copied between registers: DUP, INS, SMOV, UMOV.</summary>
/// <remarks>Arm ARM, C7.2 DUP (element), DUP (general), INS (element), INS (general), SMOV, UMOV.</remarks>
internal static unsafe class Copies
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        int imm5 = (int)(i.Word >> 16 & 31);
        int size = BitOperations.TrailingZeroCount(imm5);
        int index = imm5 >> (size + 1);
        switch (i.Op)
        {
            case A64Op.DUP_scalar or A64Op.DUP_element:
                op->Rm = op->Rn;
                op->Ra = (byte)index;
                return Kernel.Unsigned<Vectors<Second, ElementM>>(i, size);
            case A64Op.DUP_general:
                op->Rm = Slots.Source(i.Rn);
                return Kernel.Unsigned<Vectors<Second, GeneralM>>(i, size);
            case A64Op.INS_general:
                op->Rn = Slots.Source(i.Rn);
                op->Ra = (byte)index;
                return Kernel.Unsigned<InsertGeneral>(i, size);
            case A64Op.INS_element:
                op->Ra = (byte)index;
                op->Ra2 = (byte)((i.Word >> 11 & 15) >> size);
                return Kernel.Unsigned<InsertElement>(i, size);
            default:
                op->Rd = Slots.Destination(i.Rd);
                op->Ra = (byte)index;
                return i.Op == A64Op.UMOV ? Kernel.Unsigned<MoveToGeneral>(i, size)
                    : Kernel.IsQ(i) ? Kernel.Signed<MoveToGeneral>(i, size) : Kernel.Signed<MoveToW>(i, size);
        }
    }

    /// <summary>INS (general): element <see cref="DecodedOp.Ra"/> of V[d] from a general-purpose register.</summary>
    private readonly struct InsertGeneral : IKernel
    {
        public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes => &Execute<T>;

        private static DecodedOp* Execute<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T>
        {
            if (s->FpTrapped != 0)
                return FpAccess.Trap(pe, s, op);
            ((T*)(s->V + op->Rd))[op->Ra] = T.CreateTruncating(s->X[op->Rn]);
            return op + 1;
        }
    }

    /// <summary>INS (element): element <see cref="DecodedOp.Ra"/> of V[d] from element <see cref="DecodedOp.Ra2"/> of V[n].</summary>
    private readonly struct InsertElement : IKernel
    {
        public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes => &Execute<T>;

        private static DecodedOp* Execute<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : unmanaged
        {
            if (s->FpTrapped != 0)
                return FpAccess.Trap(pe, s, op);
            ((T*)(s->V + op->Rd))[op->Ra] = ((T*)(s->V + op->Rn))[op->Ra2];
            return op + 1;
        }
    }

    /// <summary>UMOV, and SMOV to X: the element as a 64-bit number.</summary>
    private readonly struct MoveToGeneral : IKernel
    {
        public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes => &Execute<T>;

        private static DecodedOp* Execute<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T>
        {
            if (s->FpTrapped != 0)
                return FpAccess.Trap(pe, s, op);
            s->X[op->Rd] = ulong.CreateTruncating(((T*)(s->V + op->Rn))[op->Ra]);
            return op + 1;
        }
    }

    /// <summary>SMOV to W: the element as a 32-bit number.</summary>
    private readonly struct MoveToW : IKernel
    {
        public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes => &Execute<T>;

        private static DecodedOp* Execute<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T>
        {
            if (s->FpTrapped != 0)
                return FpAccess.Trap(pe, s, op);
            s->X[op->Rd] = uint.CreateTruncating(((T*)(s->V + op->Rn))[op->Ra]);
            return op + 1;
        }
    }
}
