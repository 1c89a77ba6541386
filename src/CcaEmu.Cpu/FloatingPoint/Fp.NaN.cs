using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Which NaN an operation passes on.</content>
internal static partial class Fp
{
    /// <summary>FPProcessNaN: the operand made quiet, or the default NaN where FPCR.DN asks for it.</summary>
    private static ulong ProcessNaN<T>(FpType type, ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        if (type == FpType.SNaN)
            fpsr |= FPSR.IOC;
        return (fpcr & FPCR.DN) != 0 ? DefaultNaN<T>() : op | QuietBit<T>();
    }

    /// <summary>FPProcessNaNs: signalling before quiet, then the first operand before the second.</summary>
    /// <returns>False where neither is a NaN.</returns>
    private static bool ProcessNaNs<T>(FpType type1, FpType type2, ulong op1, ulong op2, uint fpcr, ref uint fpsr, out ulong result)
        where T : struct, IFloatFormat
    {
        if (type1 < FpType.QNaN && type2 < FpType.QNaN)
        {
            result = 0;
            return false;
        }
        bool first = type1 == FpType.SNaN || (type2 != FpType.SNaN && type1 == FpType.QNaN);
        result = first ? ProcessNaN<T>(type1, op1, fpcr, ref fpsr) : ProcessNaN<T>(type2, op2, fpcr, ref fpsr);
        return true;
    }

    /// <summary>FPProcessNaNs3: signalling before quiet, then in the order of the operands.</summary>
    /// <returns>False where none is a NaN.</returns>
    private static bool ProcessNaNs3<T>(
        FpType type1, FpType type2, FpType type3, ulong op1, ulong op2, ulong op3, uint fpcr, ref uint fpsr, out ulong result)
        where T : struct, IFloatFormat
    {
        result = 0;
        FpType wanted = type1 == FpType.SNaN || type2 == FpType.SNaN || type3 == FpType.SNaN ? FpType.SNaN : FpType.QNaN;
        if (type1 == wanted)
            result = ProcessNaN<T>(type1, op1, fpcr, ref fpsr);
        else if (type2 == wanted)
            result = ProcessNaN<T>(type2, op2, fpcr, ref fpsr);
        else if (type3 == wanted)
            result = ProcessNaN<T>(type3, op3, fpcr, ref fpsr);
        else
            return false;
        return true;
    }

    /// <summary>FPConvertNaN: a quiet NaN of another format with as much of the payload as fits, from its top.</summary>
    private static ulong ConvertNaN<TFrom, TTo>(ulong op) where TFrom : struct, IFloatFormat where TTo : struct, IFloatFormat
    {
        ulong payload = (op & FractionMask<TFrom>()) << (64 - TFrom.FractionBits);
        return Infinity<TTo>((op & SignBit<TFrom>()) != 0) | QuietBit<TTo>() | payload >> (64 - TTo.FractionBits);
    }

    private static ulong InvalidOperation<T>(ref uint fpsr) where T : struct, IFloatFormat
    {
        fpsr |= FPSR.IOC;
        return DefaultNaN<T>();
    }
}
