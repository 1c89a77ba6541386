using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Loads by an authenticated pointer.</summary>
/// <remarks>Arm ARM, C6.2 LDRAA, LDRAB. A writeback to the register that is loaded is CONSTRAINED UNPREDICTABLE: UNDEFINED here.</remarks>
internal static unsafe class LoadAuthenticated
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        bool writeBack = i.Op is A64Op.LDRAA_pre or A64Op.LDRAB_pre;
        if (writeBack && i.Rt == i.Rn && i.Rn != 31)
            return &Exceptions.Undefined;
        op->Rd = Slots.Destination(i.Rt);
        op->Rn = Slots.OrSp(i.Rn);
        op->Ra = writeBack ? op->Rn : (byte)PeState.Discard;
        op->Imm = (ulong)i.Imm;
        return i.Op is A64Op.LDRAA_off or A64Op.LDRAA_pre ? &Load<KeyDA> : &Load<KeyDB>;
    }

    private static DecodedOp* Load<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey
    {
        if (!PacUse.TryAuthenticate<TKey>(pe, s, op, s->X[op->Rn], 0, isCombined: true, out ulong address))
            return null;
        if (op->Rn == PeState.Sp && (s->X[PeState.Sp] & 15) != 0 && !Exceptions.IsStackPointerAccepted(pe, s, op))
            return null;
        address += op->Imm;
        if (!pe.Load(s, op, address, out ulong data))
            return null;
        s->X[op->Ra] = address;
        s->X[op->Rd] = data;
        return op + 1;
    }
}
