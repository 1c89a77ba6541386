using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The group Data Processing - Scalar Floating-Point: which file has which instruction.</summary>
internal static unsafe class ScalarFloatingPoint
{
    /// <summary>Lays the operands out and chooses the handler: register numbers as they are, FPCR and FPSR from the PE.</summary>
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = (byte)i.Rd;
        op->Rn = (byte)i.Rn;
        op->Rm = (byte)i.Rm;
        op->Ra = (byte)i.Ra;
        return i.Op switch
        {
            <= A64Op.FCVTZU_fix => FloatInteger.PredecodeFixed(i, op),
            <= A64Op.FCVTZU_int => FloatInteger.PredecodeInteger(i, op),
            <= A64Op.FMOV_to_top => FloatMove.PredecodeGeneral(i, op),
            A64Op.FJCVTZS => FloatInteger.PredecodeJavaScript(op),
            A64Op.FMOV_reg => FloatMove.PredecodeRegister(i),
            <= A64Op.FSQRT_scalar => FloatOneSource.Predecode(i),
            <= A64Op.BFCVT => FloatConvert.Predecode(i),
            <= A64Op.FRINT64X_scalar => FloatRound.Predecode(i, op),
            <= A64Op.FCMPE_zero => FloatCompare.Predecode(i, op),
            A64Op.FMOV_imm => FloatMove.PredecodeImmediate(i, op),
            <= A64Op.FCCMPE => FloatCompare.PredecodeConditional(i, op),
            <= A64Op.FNMUL_scalar => FloatTwoSource.Predecode(i),
            A64Op.FCSEL => FloatMove.PredecodeSelect(i, op),
            _ => FloatThreeSource.Predecode(i),
        };
    }

    /// <summary>ftype of a word: 0 S, 1 D, 3 H.</summary>
    public static uint TypeOf(in Instruction i) => i.Word >> 22 & 3;
}
