using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Monitor;

/// <summary>SMCCC_ARCH_FEATURE_AVAILABILITY: which features EL3's control registers leave to the world that asks.</summary>
/// <remarks>
/// SMC Calling Convention (DEN0028), SMCCC_ARCH_FEATURE_AVAILABILITY. A bit of the answer is 1 where the world may use what the control's bit is about, whichever
/// way round the control has it. An RMM takes each feature for absent where there is no answer.
/// </remarks>
internal static class FeatureAvailability
{
    // What Trusted Firmware-A answers for a register that it does not know.
    private const long InvalidParameter = -4;

    // Op0 19, Op1 16, CRn 12, CRm 8, Op2 5: as in the instruction.
    private const ulong Register = 0x1F_FFE0;

    /// <summary>One thing that a control gives or traps.</summary>
    /// <param name="Control">The control register of EL3.</param>
    /// <param name="Bits">Its bits.</param>
    /// <param name="Feature">The feature that must be implemented.</param>
    /// <param name="Traps">Whether 1 traps; else 0 does.</param>
    private readonly record struct Line(R Control, ulong Bits, Feature Feature, bool Traps = false);

    private static ReadOnlySpan<Line> Lines => new Line[]
    {
        new(R.SCR_EL3, SCR_EL3.APK | SCR_EL3.API, Feature.FEAT_PAuth),
        new(R.SCR_EL3, SCR_EL3.EnSCXT, Feature.FEAT_CSV2_2),
        new(R.SCR_EL3, SCR_EL3.FGTEn, Feature.FEAT_FGT),
        new(R.SCR_EL3, SCR_EL3.FGTEn2, Feature.FEAT_FGT2),
        new(R.SCR_EL3, SCR_EL3.ECVEn, Feature.FEAT_ECV),
        new(R.SCR_EL3, SCR_EL3.HXEn, Feature.FEAT_HCX),
        new(R.SCR_EL3, SCR_EL3.SCTLR2En, Feature.FEAT_SCTLR2),
        new(R.SCR_EL3, SCR_EL3.TCR2En, Feature.FEAT_TCR2),
        new(R.SCR_EL3, SCR_EL3.MECEn, Feature.FEAT_MEC),
        new(R.SCR_EL3, SCR_EL3.AMVOFFEN, Feature.FEAT_AMUv1p1),
        new(R.SCR_EL3, SCR_EL3.FIEN, Feature.FEAT_RASv1p1),
        new(R.SCR_EL3, SCR_EL3.TERR, Feature.FEAT_RAS, Traps: true),
        new(R.SCR_EL3, SCR_EL3.TRNDR, Feature.FEAT_RNG, Traps: true),
        new(R.CPTR_EL3, CPTR_EL3.TFP, Feature.FEAT_FP, Traps: true),
        new(R.CPTR_EL3, CPTR_EL3.TCPAC, Feature.Base, Traps: true),
        new(R.CPTR_EL3, CPTR_EL3.TAM, Feature.FEAT_AMUv1, Traps: true),
        new(R.MDCR_EL3, MDCR_EL3.TPM, Feature.FEAT_PMUv3, Traps: true),
        new(R.MDCR_EL3, MDCR_EL3.TDA | MDCR_EL3.TDOSA, Feature.Base, Traps: true),
        new(R.MDCR_EL3, MDCR_EL3.TDCC, Feature.FEAT_FGT, Traps: true),
        new(R.MDCR_EL3, MDCR_EL3.TTRF, Feature.FEAT_TRF, Traps: true),
    };

    /// <summary>Answers X0 and X1 for the register in X1, for the world that has called.</summary>
    /// <param name="pe">The PE, with EL3's controls of that world.</param>
    /// <param name="caller">The world.</param>
    /// <returns>X0; X1 of the PE is the mask, 0 for a register that is unknown.</returns>
    public static ulong Serve(ProcessingElement pe, SecurityState caller)
    {
        ulong asked = pe.X(1);
        pe.X(1) = 0;
        if ((asked & ~Register) != 0 || !SystemRegisterTable.TryFind((ushort)(asked >> 5), out R control)
            || control is not (R.SCR_EL3 or R.CPTR_EL3 or R.MDCR_EL3))
            return unchecked((ulong)InvalidParameter);
        ulong value = pe[control], mask = 0;
        foreach (Line line in Lines)
        {
            if (line.Control == control && pe.Features.Has(line.Feature))
                mask |= line.Bits & (line.Traps ? ~value : value);
        }
        pe.X(1) = mask | (control == R.MDCR_EL3 ? Profiling(pe, caller) : 0);
        return SmcccStatus.Success;
    }

    // Whose the profiling buffer is takes more than a bit to say; the lower one of NSPB stands for the use of its registers.
    private static ulong Profiling(ProcessingElement pe, SecurityState caller) =>
        caller == SecurityState.NonSecure && pe.Features.Has(Feature.FEAT_SPE) ? MDCR_EL3.NSPB.Set(0, 1) : 0;
}
