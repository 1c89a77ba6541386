using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Instructions that work on the flags alone (FEAT_FlagM, FEAT_FlagM2).</summary>
/// <remarks>Arm ARM, C6.2 CFINV, XAFLAG, AXFLAG, RMIF, SETF8, SETF16.</remarks>
internal static unsafe class FlagManipulation
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        switch (i.Op)
        {
            case A64Op.CFINV:
                return &InvertCarry;
            case A64Op.XAFLAG:
                return &FromExternalFormat;
            case A64Op.AXFLAG:
                return &ToExternalFormat;
            case A64Op.RMIF:
                op->Rn = Slots.Source(i.Rn);
                op->Shift = (byte)i.Imm;
                op->Imm = (ulong)i.Nzcv << 28;
                return &RotateIntoFlags;
            default:
                op->Rn = Slots.Source(i.Rn);
                op->Shift = (byte)(i.Op == A64Op.SETF8 ? 24 : 16);
                return &Evaluate;
        }
    }

    private static DecodedOp* InvertCarry(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->Nzcv ^= Flags.C;
        return op + 1;
    }

    // From the format of other architectures' floating-point comparisons to the one of FCMP.
    private static DecodedOp* FromExternalFormat(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        bool z = (s->Nzcv & Flags.Z) != 0, c = (s->Nzcv & Flags.C) != 0;
        s->Nzcv = (!c && !z ? Flags.N : 0) | (z && c ? Flags.Z : 0) | (c || z ? Flags.C : 0) | (!c && z ? Flags.V : 0);
        return op + 1;
    }

    private static DecodedOp* ToExternalFormat(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        bool z = (s->Nzcv & Flags.Z) != 0, c = (s->Nzcv & Flags.C) != 0, v = (s->Nzcv & Flags.V) != 0;
        s->Nzcv = (z || v ? Flags.Z : 0) | (c && !v ? Flags.C : 0);
        return op + 1;
    }

    private static DecodedOp* RotateIntoFlags(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        uint mask = (uint)op->Imm;
        s->Nzcv = s->Nzcv & ~mask | (uint)W64.RotateRight(s->X[op->Rn], op->Shift) << 28 & mask;
        return op + 1;
    }

    // The sign of the 8- or 16-bit value, whether it is zero, and whether the bit above differs from its sign; C stays.
    private static DecodedOp* Evaluate(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        uint reg = (uint)s->X[op->Rn];
        uint top = reg << op->Shift;
        uint above = reg << (op->Shift - 1);
        s->Nzcv = s->Nzcv & Flags.C | top & Flags.N | (top == 0 ? Flags.Z : 0) | (top ^ above) >> 3 & Flags.V;
        return op + 1;
    }
}
