using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>Makes a virtual CPU take an exception at EL1 when it goes on.</summary>
/// <remarks>Arm ARM (DDI 0487), J1.1 shared pseudocode AArch64.TakeException, carried out by software one level up.</remarks>
internal static class ExceptionInjection
{
    // The syndrome of the instruction is for stage 2 faults only.
    private static ulong Dropped =>
        ESR_ELx.FnV | ESR_ELx.S1PTW | ESR_ELx.ISV | ESR_ELx.SAS.Mask | ESR_ELx.SSE | ESR_ELx.SRT.Mask | ESR_ELx.SF | ESR_ELx.AR;

    /// <summary>An Unknown exception: the instruction at the PC is UNDEFINED.</summary>
    public static void Unknown(OrdinaryVcpu vcpu) => Take(vcpu, EsrValue.Create(ExceptionClass.Unknown, 0));

    /// <summary>A Synchronous External Abort in place of the abort that came to EL2.</summary>
    public static void ExternalAbort(OrdinaryVcpu vcpu)
    {
        ulong esr = (ESR_ELx.FSC.Set(vcpu.Esr.Value, (ulong)FaultStatusCode.SynchronousExternalAbort) | ESR_ELx.EA) & ~Dropped;
        // "From the same level" is one more than "from a lower level", for both kinds of abort.
        if (new SpsrValue(vcpu.Pstate).EL == ExceptionLevel.EL1)
            esr += 1UL << ESR_ELx.EC.Lsb;
        vcpu[R.FAR_EL1] = vcpu.Far;
        Take(vcpu, new EsrValue(esr));
    }

    private static void Take(OrdinaryVcpu vcpu, EsrValue esr)
    {
        var interrupted = new SpsrValue(vcpu.Pstate);
        vcpu[R.ESR_EL1] = esr.Value;
        vcpu[R.ELR_EL1] = vcpu.Pc;
        vcpu[R.SPSR_EL1] = interrupted.Value;
        vcpu.Pc = vcpu[R.VBAR_EL1] + interrupted.VectorsAt(ExceptionLevel.EL1) + (ulong)ExceptionType.Synchronous;
        vcpu.Pstate = interrupted.AtHandler(ExceptionLevel.EL1, vcpu[R.SCTLR_EL1], hasEl0: true).Value;
    }
}
