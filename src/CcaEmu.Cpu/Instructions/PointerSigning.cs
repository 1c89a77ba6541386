using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Instructions that put a code into a pointer in a register, check it, or take it out; and PACGA.</summary>
/// <remarks>Arm ARM, C6.2 PACIA, PACIB, PACDA, PACDB, AUTIA, AUTIB, AUTDA, AUTDB with their Z, SP and 1716 forms, XPACD, XPACI, XPACLRI, PACGA.</remarks>
internal static unsafe class PointerSigning
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        bool zero = i.Op is >= A64Op.PACIZA and <= A64Op.XPACD;
        Operands(op, i.Rd, zero ? (byte)PeState.Zero : Slots.OrSp(i.Rn));
        return i.Op switch
        {
            A64Op.PACIA or A64Op.PACIZA => &Sign<KeyIA>,
            A64Op.PACIB or A64Op.PACIZB => &Sign<KeyIB>,
            A64Op.PACDA or A64Op.PACDZA => &Sign<KeyDA>,
            A64Op.PACDB or A64Op.PACDZB => &Sign<KeyDB>,
            A64Op.AUTIA or A64Op.AUTIZA => &Authenticate<KeyIA>,
            A64Op.AUTIB or A64Op.AUTIZB => &Authenticate<KeyIB>,
            A64Op.AUTDA or A64Op.AUTDZA => &Authenticate<KeyDA>,
            A64Op.AUTDB or A64Op.AUTDZB => &Authenticate<KeyDB>,
            A64Op.XPACI => &StripInstruction,
            _ => &StripData,
        };
    }

    /// <summary>The forms in the hint space: X30 with SP or zero as modifier, X17 with X16.</summary>
    public static Handler PredecodeHint(in Instruction i, DecodedOp* op)
    {
        if (i.Op == A64Op.XPACLRI)
        {
            Operands(op, 30, PeState.Zero);
            return &StripInstruction;
        }
        bool scratch = i.Op is A64Op.PACIA1716 or A64Op.PACIB1716 or A64Op.AUTIA1716 or A64Op.AUTIB1716;
        bool stack = i.Op is A64Op.PACIASP or A64Op.PACIBSP or A64Op.AUTIASP or A64Op.AUTIBSP;
        Operands(op, scratch ? 17 : 30, scratch ? (byte)16 : stack ? (byte)PeState.Sp : (byte)PeState.Zero);
        return i.Op switch
        {
            A64Op.PACIA1716 or A64Op.PACIASP or A64Op.PACIAZ => &Sign<KeyIA>,
            A64Op.PACIB1716 or A64Op.PACIBSP or A64Op.PACIBZ => &Sign<KeyIB>,
            A64Op.AUTIA1716 or A64Op.AUTIASP or A64Op.AUTIAZ => &Authenticate<KeyIA>,
            _ => &Authenticate<KeyIB>,
        };
    }

    public static Handler PredecodeGeneric(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.OrSp(i.Rm);
        return &SignGeneric;
    }

    private static void Operands(DecodedOp* op, int pointer, byte modifier)
    {
        op->Rd = Slots.Destination(pointer);
        op->Ra = Slots.Source(pointer);
        op->Rn = modifier;
    }

    private static DecodedOp* Sign<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey
    {
        if (!PacUse.TryAdd<TKey>(pe, s, op, s->X[op->Ra], s->X[op->Rn], out ulong result))
            return null;
        s->X[op->Rd] = result;
        return op + 1;
    }

    private static DecodedOp* Authenticate<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey
    {
        if (!PacUse.TryAuthenticate<TKey>(pe, s, op, s->X[op->Ra], s->X[op->Rn], isCombined: false, out ulong result))
            return null;
        s->X[op->Rd] = result;
        return op + 1;
    }

    private static DecodedOp* SignGeneric(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (!PacUse.IsDone<KeyIA>(pe, s, op, pe.PointerAuthentication.AddGeneric(pe, s->X[op->Rn], s->X[op->Rm], out ulong result)))
            return null;
        s->X[op->Rd] = result;
        return op + 1;
    }

    private static DecodedOp* StripInstruction(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = PointerAuthentication.Strip(pe, s->X[op->Ra], data: false);
        return op + 1;
    }

    private static DecodedOp* StripData(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = PointerAuthentication.Strip(pe, s->X[op->Ra], data: true);
        return op + 1;
    }
}
