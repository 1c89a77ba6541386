using System.Globalization;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>Takes a syndrome apart, field by field.</summary>
/// <remarks>Arm ARM, D24.2 ESR_EL1, ESR_EL2, ESR_EL3: the ISS encodings.</remarks>
public static class EsrFields
{
    /// <summary>Every field of a syndrome that its class gives a meaning, from the highest bit down.</summary>
    /// <param name="esr">ESR_ELx.</param>
    public static IReadOnlyList<EsrField> Of(EsrValue esr)
    {
        List<EsrField> fields = [];
        if (ESR_ELx.ISS2.Get(esr.Value) is > 0 and var iss2)
            fields.Add(new("ISS2", 55, 32, iss2, "more of the syndrome, for features such as FEAT_LS64 and FEAT_THE"));
        fields.Add(new("EC", 31, 26, (ulong)esr.EC, EsrFormatter.Name(esr.EC)));
        fields.Add(Bit("IL", 25, esr, "a 32-bit instruction, or an exception without one", "a 16-bit instruction"));
        fields.AddRange(IssOf(esr));
        return fields;
    }

    private static IEnumerable<EsrField> IssOf(EsrValue esr) => esr.EC switch
    {
        ExceptionClass.DataAbortLower or ExceptionClass.DataAbortSame => DataAbort(esr),
        ExceptionClass.WatchpointLower or ExceptionClass.WatchpointSame => [Bit("WnR", 6, esr, "write", "read"), Status("DFSC", esr)],
        ExceptionClass.InstructionAbortLower or ExceptionClass.InstructionAbortSame => InstructionAbort(esr),
        ExceptionClass.GranuleProtectionCheck => GranuleProtectionCheck(esr),
        ExceptionClass.TrappedSystem => SystemTrap(esr),
        ExceptionClass.TrappedWfx => Wait(esr),
        ExceptionClass.Svc64 or ExceptionClass.Hvc64 or ExceptionClass.Smc64 => [new("imm16", 15, 0, esr.Imm16, "immediate of the instruction")],
        ExceptionClass.Brk64 => [new("Comment", 15, 0, esr.Imm16, "immediate of BRK")],
        ExceptionClass.BranchTarget => [new("BTYPE", 1, 0, esr.ISS & 3, "PSTATE.BTYPE: which kind of branch came before")],
        ExceptionClass.PointerAuthenticationFailure =>
            [Bit("IorD", 1, esr, "a data key", "an instruction key"), Bit("B key", 0, esr, "a B key", "an A key")],
        ExceptionClass.SError => SError(esr),
        _ => [new("ISS", 24, 0, esr.ISS, esr.ISS == 0 ? "nothing more" : "see the class in the manual")],
    };

    private static IEnumerable<EsrField> DataAbort(EsrValue esr)
    {
        yield return Bit("ISV", 24, esr, "bits 23:14 describe the instruction", "bits 23:14 say nothing: nobody can emulate the access from this");
        if (esr.ISV)
        {
            yield return new("SAS", 23, 22, (ulong)esr.SAS, string.Create(CultureInfo.InvariantCulture, $"{1 << esr.SAS} bytes"));
            yield return Bit("SSE", 21, esr, "the value is sign-extended", "the value is not sign-extended");
            yield return new("SRT", 20, 16, (ulong)esr.SRT, $"register {(esr.SF ? 'x' : 'w')}{esr.SRT}");
            yield return Bit("SF", 15, esr, "a 64-bit register", "a 32-bit register");
            yield return Bit("AR", 14, esr, "acquire or release", "neither acquire nor release");
        }
        yield return Bit("FnV", 10, esr, "FAR is not valid", "FAR is valid");
        yield return Bit("EA", 9, esr, "external abort type 1", "external abort type 0");
        yield return Bit("CM", 8, esr, "cache maintenance or address translation", "no cache maintenance");
        yield return Bit("S1PTW", 7, esr, "stage 2, on a walk of stage 1", "not on a walk of stage 1");
        yield return Bit("WnR", 6, esr, "write", "read");
        yield return Status("DFSC", esr);
    }

    private static IEnumerable<EsrField> InstructionAbort(EsrValue esr)
    {
        yield return Bit("FnV", 10, esr, "FAR is not valid", "FAR is valid");
        yield return Bit("EA", 9, esr, "external abort type 1", "external abort type 0");
        yield return Bit("S1PTW", 7, esr, "stage 2, on a walk of stage 1", "not on a walk of stage 1");
        yield return Status("IFSC", esr);
    }

    private static IEnumerable<EsrField> GranuleProtectionCheck(EsrValue esr)
    {
        yield return Bit("S2PTW", 21, esr, "on a walk of stage 2", "not on a walk of stage 2");
        yield return Bit("InD", 20, esr, "instruction fetch", "data access");
        yield return new("GPCSC", 19, 14, (ulong)esr.GPCSC, EsrFormatter.Describe(esr.GPCSC));
        yield return Bit("CM", 8, esr, "cache maintenance or address translation", "no cache maintenance");
        yield return Bit("S1PTW", 7, esr, "on a walk of stage 1", "not on a walk of stage 1");
        yield return Bit("WnR", 6, esr, "write", "read");
        yield return Status("xFSC", esr);
    }

    private static IEnumerable<EsrField> SystemTrap(EsrValue esr)
    {
        SystemRegisterEncoding encoding = esr.SystemRegister;
        yield return new("Op0", 21, 20, (ulong)encoding.Op0, SystemRegisterTable.NameOf(encoding.Value));
        yield return new("Op2", 19, 17, (ulong)encoding.Op2, "of the register or instruction");
        yield return new("Op1", 16, 14, (ulong)encoding.Op1, "of the register or instruction");
        yield return new("CRn", 13, 10, (ulong)encoding.CRn, "of the register or instruction");
        yield return new("Rt", 9, 5, (ulong)esr.Rt, esr.Rt == 31 ? "xzr" : $"x{esr.Rt}");
        yield return new("CRm", 4, 1, (ulong)encoding.CRm, "of the register or instruction");
        yield return Bit("Direction", 0, esr, "MRS: a read", "MSR or SYS: a write");
    }

    private static IEnumerable<EsrField> Wait(EsrValue esr)
    {
        ulong kind = ESR_ELx.TI.Get(esr.Value);
        yield return new("RN", 9, 5, ESR_ELx.RN.Get(esr.Value), "register of WFIT and WFET");
        yield return Bit("RV", 2, esr, "RN is valid", "RN is not valid");
        yield return new("TI", 1, 0, kind, kind switch { 0 => "WFI", 1 => "WFE", 2 => "WFIT", _ => "WFET" });
    }

    private static IEnumerable<EsrField> SError(EsrValue esr)
    {
        yield return Bit("IDS", 24, esr, "the rest is IMPLEMENTATION DEFINED", "the rest is as below");
        yield return new("AET", 12, 10, ESR_ELx.AET.Get(esr.Value), EsrFormatter.AsynchronousErrorType(esr));
        yield return Bit("EA", 9, esr, "external abort type 1", "external abort type 0");
        yield return new("DFSC", 5, 0, (ulong)esr.FSC, "0x11: an asynchronous SError with AET");
    }

    private static EsrField Status(string name, EsrValue esr) => new(name, 5, 0, (ulong)esr.FSC, esr.FSC.Describe());

    private static EsrField Bit(string name, int bit, EsrValue esr, string set, string clear)
    {
        ulong value = esr.Value >> bit & 1;
        return new EsrField(name, bit, bit, value, value != 0 ? set : clear);
    }
}
