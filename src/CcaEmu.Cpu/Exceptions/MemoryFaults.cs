using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>Turns a memory fault into the exception that reports it: level, ESR_ELx, FAR_ELx, HPFAR_EL2, MFAR_EL3.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.Abort, AArch64.AbortSyndrome, ReportAsGPCException; D24.2 ESR_ELx.</remarks>
internal static class MemoryFaults
{
    public static void TakeDataAbort(ProcessingElement pe, in FaultRecord fault, uint word) =>
        Take(pe, fault, instruction: false, word);

    public static void TakeInstructionAbort(ProcessingElement pe, in FaultRecord fault) => Take(pe, fault, instruction: true, 0);

    /// <summary>Whether a fault is a Granule Protection Check exception, taken to EL3.</summary>
    /// <remarks>J1.1 shared pseudocode ReportAsGPCException.</remarks>
    public static bool IsReportedAsGpcException(ProcessingElement pe, in FaultRecord fault) =>
        fault.Kind == FaultKind.GranuleProtection
        && (fault.IsGptFault || (pe.CurrentLevel != ExceptionLevel.EL3 && (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.GPF) != 0));

    private static void Take(ProcessingElement pe, in FaultRecord fault, bool instruction, uint word)
    {
        pe.RecordWalk(fault);
        ulong iss = (ulong)fault.StatusCode;
        bool maintenance = (fault.Access & AccessKind.Maintenance) != 0;
        if (!instruction && (maintenance || (fault.Access & (AccessKind.Read | AccessKind.Write)) == AccessKind.Write))
            iss |= ESR_ELx.WnR;
        if (maintenance)
            iss |= ESR_ELx.CM;
        if (fault.S1PTW)
            iss |= ESR_ELx.S1PTW;
        if (IsReportedAsGpcException(pe, fault))
        {
            TakeGranuleProtectionCheck(pe, fault, iss, instruction);
            return;
        }
        ExceptionLevel target = TargetOf(pe, fault);
        if (target == ExceptionLevel.EL2 && fault.Stage == 2)
        {
            ReportIpa(pe, fault);
            if (!instruction && !maintenance && !fault.S1PTW && !fault.IsUpperPart && LoadStoreSyndrome.TryGet(word, out ulong syndrome))
                iss |= syndrome;
        }
        ExceptionClass ec = instruction ? ExceptionClass.InstructionAbortLower : ExceptionClass.DataAbortLower;
        if (target == pe.CurrentLevel)
            ec++;
        pe.TakeException(target, VectorOf(pe, fault, target), EsrValue.Create(ec, iss).Value, pe.PC, fault.Va);
    }

    // J1.1 shared pseudocode AArch64.RouteToSErrorOffset (FEAT_DoubleFault): SCR_EL3.EASE.
    private static ExceptionType VectorOf(ProcessingElement pe, in FaultRecord fault, ExceptionLevel target)
    {
        bool toSError = target == ExceptionLevel.EL3 && fault.Kind == FaultKind.ExternalAbort
            && (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.EASE) != 0;
        return toSError ? ExceptionType.SError : ExceptionType.Synchronous;
    }

    private static ExceptionLevel TargetOf(ProcessingElement pe, in FaultRecord fault)
    {
        bool external = fault.Kind == FaultKind.ExternalAbort;
        if (external && pe.CurrentLevel != ExceptionLevel.EL3 && (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.EA) != 0)
            return ExceptionLevel.EL3;
        if (pe.CurrentLevel >= ExceptionLevel.EL2)
            return pe.CurrentLevel;
        ulong hcr = pe.Raw(SystemRegister.HCR_EL2);
        bool toEl2 = fault.Stage == 2
            || (external && (hcr & HCR_EL2.TEA) != 0)
            || (fault.Kind == FaultKind.GranuleProtection && (hcr & HCR_EL2.GPF) != 0);
        return toEl2 && pe.El2Enabled ? ExceptionLevel.EL2 : pe.OrdinaryTarget;
    }

    private static void ReportIpa(ProcessingElement pe, in FaultRecord fault) =>
        pe[SystemRegister.HPFAR_EL2] = HpfarEl2.Create(
            new Ipa(fault.Ipa), ns: fault.IpaPas == Pas.NonSecure && pe.SecurityState == SecurityState.Secure).Value;

    private static void TakeGranuleProtectionCheck(ProcessingElement pe, in FaultRecord fault, ulong iss, bool instruction)
    {
        GpcStatusCode code = fault.Gpc.Kind switch
        {
            GpcFaultKind.AddressSize => GpcStatusCode.AddressSizeLevel0,
            GpcFaultKind.Walk => GpcStatusCode.WalkLevel0 + fault.Gpc.Level,
            GpcFaultKind.ExternalAbort => GpcStatusCode.ExternalAbortLevel0 + fault.Gpc.Level,
            _ => GpcStatusCode.ProtectionLevel0 + fault.Gpc.Level,
        };
        iss = ESR_ELx.GPCSC.Set(iss, (ulong)code);
        if (instruction)
            iss |= ESR_ELx.InD;
        if (fault is { OnWalk: true, Stage: 2 })
            iss |= ESR_ELx.S2PTW;
        if (fault.Stage == 2)
            ReportIpa(pe, fault);
        pe[SystemRegister.MFAR_EL3] = MfarEl3.Create(fault.Pa.Value, fault.Pa.Pas).Value;
        ulong esr = EsrValue.Create(ExceptionClass.GranuleProtectionCheck, iss).Value;
        pe.TakeException(ExceptionLevel.EL3, ExceptionType.Synchronous, esr, pe.PC, fault.Va);
    }
}
