using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Monitor;

/// <summary>Gives an instruction that EL3's controls trap back to where it came from, as an UNDEFINED one.</summary>
/// <remarks>
/// What EL3 does not enable for a world does not exist there, as Trusted Firmware-A has it: the Unknown exception goes where the PE would have taken
/// it (Arm ARM, J1.1 shared pseudocode AArch64.Undefined).
/// </remarks>
internal static class UndefinedInjection
{
    private const ulong Host = HCR_EL2.E2H | HCR_EL2.TGE;

    /// <summary>Whether an exception from below is the trap of an instruction that is not a call.</summary>
    public static bool Covers(ExceptionClass kind) => kind < ExceptionClass.GranuleProtectionCheck && kind != ExceptionClass.Smc64;

    /// <summary>Makes the exception's source take it, with the return to it.</summary>
    public static void Inject(ProcessingElement pe)
    {
        var interrupted = new SpsrValue(pe[R.SPSR_EL3]);
        ulong hcr = pe[R.HCR_EL2];
        bool toEl2 = interrupted.EL == ExceptionLevel.EL2 || (interrupted.EL == ExceptionLevel.EL0 && (hcr & HCR_EL2.TGE) != 0);
        ulong address = pe[R.ELR_EL3], syndrome = EsrValue.Create(ExceptionClass.Unknown, 0).Value;
        if (toEl2)
        {
            (pe[R.ESR_EL2], pe[R.ELR_EL2], pe[R.SPSR_EL2]) = (syndrome, address, interrupted.Value);
            Enter(pe, interrupted, ExceptionLevel.EL2, pe[R.VBAR_EL2], interrupted.AtHandler(ExceptionLevel.EL2, pe[R.SCTLR_EL2], (hcr & Host) == Host));
        }
        else
        {
            (pe[R.ESR_EL1], pe[R.ELR_EL1], pe[R.SPSR_EL1]) = (syndrome, address, interrupted.Value);
            Enter(pe, interrupted, ExceptionLevel.EL1, pe[R.VBAR_EL1], interrupted.AtHandler(ExceptionLevel.EL1, pe[R.SCTLR_EL1], hasEl0: true));
        }
    }

    private static void Enter(ProcessingElement pe, SpsrValue interrupted, ExceptionLevel target, ulong vectors, SpsrValue state)
    {
        pe[R.ELR_EL3] = vectors + interrupted.VectorsAt(target) + (ulong)ExceptionType.Synchronous;
        pe[R.SPSR_EL3] = state.Value;
        pe.ExceptionReturn();
    }
}
