using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The cumulative saturation flag.</summary>
/// <remarks>Arm ARM, FPSR.QC: set where an Advanced SIMD integer operation has saturated, and cleared by software only.</remarks>
internal static unsafe class Saturation
{
    /// <summary>Sets FPSR.QC where something was saturated.</summary>
    public static void Record(PeState* s, bool saturated)
    {
        if (saturated)
            s->Fpsr |= FPSR.QC;
    }
}
