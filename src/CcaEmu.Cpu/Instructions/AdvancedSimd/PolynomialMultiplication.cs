using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CcaEmu.Cpu.Instructions;

/// <summary>PMULL of doublewords: the 128-bit product of polynomials over {0, 1}.</summary>
/// <remarks>Arm ARM, C7.2 PMULL, PMULL2; J1.3 shared pseudocode PolynomialMult.</remarks>
internal static unsafe class PolynomialMultiplication
{
    /// <summary>Handler on the lower halves.</summary>
    public static DecodedOp* Lower(ProcessingElement pe, PeState* s, DecodedOp* op) => Execute(pe, s, op, 0);

    /// <summary>Handler on the upper halves.</summary>
    public static DecodedOp* Upper(ProcessingElement pe, PeState* s, DecodedOp* op) => Execute(pe, s, op, 1);

    /// <summary>The product, without the host's instruction for it.</summary>
    internal static Vector128<ulong> Multiply(ulong n, ulong m)
    {
        UInt128 product = 0;
        for (int bit = 0; bit < 64; bit++)
            product ^= (UInt128)(n & (0 - (m >> bit & 1))) << bit;
        return Vector128.Create((ulong)product, (ulong)(product >> 64));
    }

    private static DecodedOp* Execute(ProcessingElement pe, PeState* s, DecodedOp* op, int half)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong n = ((ulong*)(s->V + op->Rn))[half], m = ((ulong*)(s->V + op->Rm))[half];
        Vector128<ulong> product = Pclmulqdq.IsSupported
            ? Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(n), Vector128.CreateScalar(m), 0)
            : Multiply(n, m);
        s->V[op->Rd] = product.AsByte();
        return op + 1;
    }
}
