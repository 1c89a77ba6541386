using System.Numerics;
using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Sums of products of bytes in words: dot products and products of small matrices.</summary>
/// <remarks>Arm ARM, C7.2 SDOT, UDOT, USDOT, SUDOT (vector and by element), SMMLA, UMMLA, USMMLA.</remarks>
internal static unsafe class DotProducts
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        if (i.Op >= A64Op.SDOT_element)
            op->Ra = (byte)i.GetOperand(2).ElementIndex;
        return i.Op switch
        {
            A64Op.SDOT_vector => Whole<sbyte, sbyte>(i),
            A64Op.UDOT_vector => Whole<byte, byte>(i),
            A64Op.USDOT_vector => Whole<byte, sbyte>(i),
            A64Op.SDOT_element => ByElement<sbyte, sbyte>(i),
            A64Op.UDOT_element => ByElement<byte, byte>(i),
            A64Op.USDOT_element => ByElement<byte, sbyte>(i),
            A64Op.SUDOT_element => ByElement<sbyte, byte>(i),
            A64Op.SMMLA => &Matrix<sbyte, sbyte>,
            A64Op.UMMLA => &Matrix<byte, byte>,
            _ => &Matrix<byte, sbyte>,
        };
    }

    private static Handler Whole<TN, TM>(in Instruction i) where TN : unmanaged, IBinaryInteger<TN> where TM : unmanaged, IBinaryInteger<TM> =>
        Kernel.IsQ(i) ? &Dot<TN, TM, VectorM, Lanes128> : &Dot<TN, TM, VectorM, Lanes64>;

    private static Handler ByElement<TN, TM>(in Instruction i) where TN : unmanaged, IBinaryInteger<TN> where TM : unmanaged, IBinaryInteger<TM> =>
        Kernel.IsQ(i) ? &Dot<TN, TM, ElementM, Lanes128> : &Dot<TN, TM, ElementM, Lanes64>;

    private static DecodedOp* Dot<TN, TM, TSecond, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TN : unmanaged, IBinaryInteger<TN>
        where TM : unmanaged, IBinaryInteger<TM>
        where TSecond : struct, ISecondOperand
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<int> result = default;
        int* d = (int*)(s->V + op->Rd), n = (int*)(s->V + op->Rn), r = (int*)&result;
        for (int e = 0; e < TLanes.Count(sizeof(int)); e++)
        {
            int m = TSecond.Element<int>(s, op, e);
            r[e] = d[e] + Sum((TN*)(n + e), (TM*)&m, 4);
        }
        s->V[op->Rd] = result.AsByte();
        return op + 1;
    }

    /// <summary>d + n * m, where n is a matrix of 2 rows and 8 columns, m the same turned over, and d one of 2 rows and 2 columns.</summary>
    private static DecodedOp* Matrix<TN, TM>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TN : unmanaged, IBinaryInteger<TN>
        where TM : unmanaged, IBinaryInteger<TM>
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<int> result = s->V[op->Rd].AsInt32();
        TN* n = (TN*)(s->V + op->Rn);
        TM* m = (TM*)(s->V + op->Rm);
        int* r = (int*)&result;
        for (int e = 0; e < 4; e++)
            r[e] += Sum(n + (e >> 1) * 8, m + (e & 1) * 8, 8);
        s->V[op->Rd] = result.AsByte();
        return op + 1;
    }

    private static int Sum<TN, TM>(TN* n, TM* m, int count) where TN : unmanaged, IBinaryInteger<TN> where TM : unmanaged, IBinaryInteger<TM>
    {
        int sum = 0;
        for (int k = 0; k < count; k++)
            sum += int.CreateTruncating(n[k]) * int.CreateTruncating(m[k]);
        return sum;
    }
}
