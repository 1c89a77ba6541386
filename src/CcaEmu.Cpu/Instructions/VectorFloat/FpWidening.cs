using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A function that adds products of 16-bit elements to a single-precision one, as a type.</summary>
internal unsafe interface IFpWidening
{
    /// <summary>Bytes between the elements of Vn that follow each other: 2, or 4 where pairs are used or every second one.</summary>
    static abstract int Step { get; }

    static abstract uint Apply(uint addend, ushort* n, ushort* m, uint fpcr, ref uint fpsr);
}

/// <summary>Products of half-precision and BFloat16 elements, added to single-precision ones.</summary>
/// <remarks>
/// Arm ARM, C7.2 FMLAL, FMLSL (FEAT_FHM), BFMLALB, BFMLALT, BFDOT and BFMMLA (FEAT_BF16). <see cref="DecodedOp.Kind"/> is where the elements
/// that are used begin in Vn by bytes (in Vm, too, but for one element), <see cref="DecodedOp.Ra"/> where the one element lies in Vm.
/// </remarks>
internal static unsafe class FpWidening
{
    public static DecodedOp* EachLane<TOperation>(ProcessingElement pe, PeState* s, DecodedOp* op) where TOperation : struct, IFpWidening
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<uint> result = default;
        byte* n = (byte*)&s->V[op->Rn] + op->Kind, m = (byte*)&s->V[op->Rm] + op->Kind;
        uint* d = (uint*)&s->V[op->Rd];
        uint fpsr = s->Fpsr;
        for (int e = 0; e < op->Size / 4; e++)
            ((uint*)&result)[e] = TOperation.Apply(d[e], (ushort*)(n + e * TOperation.Step), (ushort*)(m + e * TOperation.Step), s->Fpcr, ref fpsr);
        s->V[op->Rd] = result.AsByte();
        s->Fpsr = fpsr;
        return op + 1;
    }

    public static DecodedOp* OneLane<TOperation>(ProcessingElement pe, PeState* s, DecodedOp* op) where TOperation : struct, IFpWidening
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<uint> result = default;
        byte* n = (byte*)&s->V[op->Rn] + op->Kind;
        var m = (ushort*)((byte*)&s->V[op->Rm] + op->Ra);
        uint* d = (uint*)&s->V[op->Rd];
        uint fpsr = s->Fpsr;
        for (int e = 0; e < op->Size / 4; e++)
            ((uint*)&result)[e] = TOperation.Apply(d[e], (ushort*)(n + e * TOperation.Step), m, s->Fpcr, ref fpsr);
        s->V[op->Rd] = result.AsByte();
        s->Fpsr = fpsr;
        return op + 1;
    }

    /// <summary>BFMMLA: a 2 by 4 matrix times the transpose of another, each product a row of Vn with a row of Vm.</summary>
    public static DecodedOp* Matrix(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<uint> result = default;
        uint* d = (uint*)&s->V[op->Rd];
        uint fpsr = s->Fpsr;
        for (int i = 0; i < 4; i++)
        {
            ushort* n = (ushort*)&s->V[op->Rn] + 4 * (i >> 1), m = (ushort*)&s->V[op->Rm] + 4 * (i & 1);
            uint sum = BFDOT.Apply(d[i], n, m, s->Fpcr, ref fpsr);
            ((uint*)&result)[i] = BFDOT.Apply(sum, n + 2, m + 2, s->Fpcr, ref fpsr);
        }
        s->V[op->Rd] = result.AsByte();
        s->Fpsr = fpsr;
        return op + 1;
    }

    internal readonly struct FMLAL : IFpWidening
    {
        public static int Step => 2;

        public static uint Apply(uint addend, ushort* n, ushort* m, uint fpcr, ref uint fpsr) => (uint)Fp.MulAddH(addend, *n, *m, fpcr, ref fpsr);
    }

    internal readonly struct FMLSL : IFpWidening
    {
        public static int Step => 2;

        public static uint Apply(uint addend, ushort* n, ushort* m, uint fpcr, ref uint fpsr) =>
            (uint)Fp.MulAddH(addend, Fp.Neg<HalfPrecision>(*n), *m, fpcr, ref fpsr);
    }

    internal readonly struct BFMLAL : IFpWidening
    {
        public static int Step => 4;

        public static uint Apply(uint addend, ushort* n, ushort* m, uint fpcr, ref uint fpsr) => (uint)Fp.BFMulAddH(addend, *n, *m, fpcr, ref fpsr);
    }

    internal readonly struct BFDOT : IFpWidening
    {
        public static int Step => 4;

        public static uint Apply(uint addend, ushort* n, ushort* m, uint fpcr, ref uint fpsr) => (uint)Fp.BFDotAdd(addend, n[0], n[1], m[0], m[1]);
    }
}
