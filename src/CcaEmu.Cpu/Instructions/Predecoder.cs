using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Chooses an instruction's handler and lays its operands out for it.</summary>
internal static class Predecoder
{
    /// <summary>Fills in an operation.</summary>
    /// <param name="instruction">The decoded instruction.</param>
    /// <param name="index">Place of the instruction in its page, 0 to 1023.</param>
    /// <param name="features">What the PE implements; an instruction of an absent feature is UNDEFINED.</param>
    /// <param name="op">Takes handler and operands.</param>
    public static void Predecode(Instruction instruction, uint index, PeFeatures features, ref DecodedOp op) =>
        throw new NotImplementedException(instruction.ToString());
}
