using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Fused multiply-add. What is negated is an operand, before anything else is done to it, and be it a NaN.</summary>
/// <remarks>Arm ARM, C7.2 FMADD, FMSUB, FNMADD, FNMSUB.</remarks>
internal static unsafe class FloatThreeSource
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.FMADD => Of<FalseFlag, FalseFlag>(i),
        A64Op.FMSUB => Of<FalseFlag, TrueFlag>(i),
        A64Op.FNMADD => Of<TrueFlag, TrueFlag>(i),
        _ => Of<TrueFlag, FalseFlag>(i),
    };

    private static Handler Of<TOpaNeg, TOp1Neg>(in Instruction i) where TOpaNeg : struct, IFlag where TOp1Neg : struct, IFlag =>
        ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => &Execute<SinglePrecision, TOpaNeg, TOp1Neg>,
            1 => &Execute<DoublePrecision, TOpaNeg, TOp1Neg>,
            _ => &Execute<HalfPrecision, TOpaNeg, TOp1Neg>,
        };

    private static DecodedOp* Execute<T, TOpaNeg, TOp1Neg>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : struct, IFloatFormat
        where TOpaNeg : struct, IFlag
        where TOp1Neg : struct, IFlag
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong operanda = ScalarRegister.Read<T>(s, op->Ra);
        ulong operand1 = ScalarRegister.Read<T>(s, op->Rn), operand2 = ScalarRegister.Read<T>(s, op->Rm);
        if (TOpaNeg.Value)
            operanda = Fp.Neg<T>(operanda);
        if (TOp1Neg.Value)
            operand1 = Fp.Neg<T>(operand1);
        ScalarRegister.Write(s, op->Rd, Fp.MulAdd<T>(operanda, operand1, operand2, s->Fpcr, ref s->Fpsr));
        return op + 1;
    }

    private interface IFlag
    {
        static abstract bool Value { get; }
    }

    private readonly struct FalseFlag : IFlag
    {
        public static bool Value => false;
    }

    private readonly struct TrueFlag : IFlag
    {
        public static bool Value => true;
    }
}
