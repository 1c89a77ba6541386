using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Run;

/// <summary>
/// Makes the Realm take an exception at EL1 when it goes on: the state in ELR_EL2 and SPSR_EL2 becomes that of its vector.
/// </summary>
/// <remarks>Arm ARM (DDI 0487), J1.1 shared pseudocode AArch64.TakeException, carried out by software one level up.</remarks>
internal static class ExceptionInjection
{
    // The syndrome of the instruction is for EL2 only: in ESR_EL1, ISV is 0 and so are the fields it vouches for.
    private static ulong InstructionSyndrome =>
        ESR_ELx.ISV | ESR_ELx.SAS.Mask | ESR_ELx.SSE | ESR_ELx.SRT.Mask | ESR_ELx.SF | ESR_ELx.AR;

    /// <summary>An Unknown exception: the instruction is UNDEFINED.</summary>
    /// <param name="pe">The PE, with the Realm's state.</param>
    /// <param name="returnAddress">The instruction.</param>
    public static void Unknown(ProcessingElement pe, ulong returnAddress) =>
        Take(pe, EsrValue.Create(ExceptionClass.Unknown, 0), returnAddress);

    /// <summary>A Synchronous External Abort in place of an abort that came to EL2.</summary>
    /// <param name="pe">The PE, with the Realm's state.</param>
    /// <param name="abort">ESR_EL2 of the abort.</param>
    /// <param name="faultAddress">FAR_EL2 of the abort.</param>
    public static void ExternalAbort(ProcessingElement pe, EsrValue abort, ulong faultAddress)
    {
        ulong esr = ESR_ELx.FSC.Set(abort.Value, (ulong)FaultStatusCode.SynchronousExternalAbort) | ESR_ELx.EA;
        Abort(pe, esr & ~(ESR_ELx.FnV | ESR_ELx.S1PTW | InstructionSyndrome), faultAddress);
    }

    /// <summary>An Address Size fault: the IPA is outside the Realm's IPA space.</summary>
    /// <param name="pe">The PE, with the Realm's state.</param>
    /// <param name="abort">ESR_EL2 of the abort; its level is kept where stage 1 is on.</param>
    /// <param name="faultAddress">FAR_EL2 of the abort.</param>
    public static void AddressSize(ProcessingElement pe, EsrValue abort, ulong faultAddress)
    {
        bool stage1 = (pe[SystemRegister.SCTLR_EL1] & SCTLR_ELx.M) != 0;
        int level = stage1 ? abort.FSC.Level() ?? 0 : 0;
        // No syndrome of the instruction: that is for stage 2 faults only.
        ulong keep = ESR_ELx.EC.Mask | ESR_ELx.IL | ESR_ELx.WnR | ESR_ELx.CM;
        Abort(pe, ESR_ELx.FSC.Set(abort.Value & keep, (ulong)FaultStatusCodes.AddressSize(level)), faultAddress);
    }

    private static void Abort(ProcessingElement pe, ulong esr, ulong faultAddress)
    {
        // "From the same level" is one more than "from a lower level", for both kinds of abort.
        if (Source(pe) == ExceptionLevel.EL1)
            esr += 1UL << ESR_ELx.EC.Lsb;
        pe[SystemRegister.FAR_EL1] = faultAddress;
        Take(pe, new EsrValue(esr), pe[SystemRegister.ELR_EL2]);
    }

    private static void Take(ProcessingElement pe, EsrValue esr, ulong returnAddress)
    {
        var interrupted = new SpsrValue(pe[SystemRegister.SPSR_EL2]);
        pe[SystemRegister.ESR_EL1] = esr.Value;
        pe[SystemRegister.ELR_EL1] = returnAddress;
        pe[SystemRegister.SPSR_EL1] = interrupted.Value;
        pe[SystemRegister.ELR_EL2] = pe[SystemRegister.VBAR_EL1] + interrupted.VectorsAt(ExceptionLevel.EL1) + (ulong)ExceptionType.Synchronous;
        pe[SystemRegister.SPSR_EL2] = interrupted.AtHandler(ExceptionLevel.EL1, pe[SystemRegister.SCTLR_EL1], hasEl0: true).Value;
    }

    private static ExceptionLevel Source(ProcessingElement pe) => new SpsrValue(pe[SystemRegister.SPSR_EL2]).EL;
}
