using System.Globalization;
using System.Text;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>Writes an ESR value as one line in the manual's words.</summary>
/// <remarks>For people: nothing should parse the result. Never fails; a reserved class is shown by its number.</remarks>
public static class EsrFormatter
{
    /// <summary>Describes a syndrome.</summary>
    /// <param name="esr">The value of ESR_ELx.</param>
    /// <returns>
    /// For example "Data Abort from a lower EL, synchronous external abort, write, EA=1, ISV=1 SAS=2 SRT=x3".
    /// </returns>
    public static string Format(EsrValue esr) => esr.EC switch
    {
        ExceptionClass.DataAbortLower or ExceptionClass.DataAbortSame => DataAbort(esr),
        ExceptionClass.InstructionAbortLower or ExceptionClass.InstructionAbortSame => InstructionAbort(esr),
        ExceptionClass.GranuleProtectionCheck => GranuleProtectionCheck(esr),
        ExceptionClass.TrappedSystem => SystemTrap(esr),
        ExceptionClass.TrappedWfx => $"Trapped {Wfx(esr)}",
        ExceptionClass.Svc64 or ExceptionClass.Hvc64 or ExceptionClass.Smc64 or ExceptionClass.Brk64 =>
            $"{Name(esr.EC)} #0x{esr.Imm16:X}",
        ExceptionClass.SError => SError(esr),
        _ => esr.ISS == 0 ? Name(esr.EC) : $"{Name(esr.EC)}, ISS=0x{esr.ISS:X}",
    };

    /// <summary>The name of a class, as one would say it.</summary>
    /// <param name="ec">Any value.</param>
    /// <returns>For example "Illegal Execution state", or "Reserved exception class 0x3F".</returns>
    public static string Name(ExceptionClass ec) => ec switch
    {
        ExceptionClass.Unknown => "Unknown reason (UNDEFINED)",
        ExceptionClass.TrappedWfx => "Trapped WF*",
        ExceptionClass.TrappedFpSimd => "Trapped floating point or SIMD",
        ExceptionClass.TrappedPointerAuthentication => "Trapped pointer authentication",
        ExceptionClass.TrappedOther => "Trapped instruction",
        ExceptionClass.BranchTarget => "Branch Target exception",
        ExceptionClass.IllegalState => "Illegal Execution state",
        ExceptionClass.TrappedSystem128 => "Trapped MSRR, MRRS or 128-bit system instruction",
        ExceptionClass.Svc64 => "SVC",
        ExceptionClass.Hvc64 => "HVC",
        ExceptionClass.Smc64 => "SMC",
        ExceptionClass.TrappedSystem => "Trapped MSR, MRS or system instruction",
        ExceptionClass.TrappedSve => "Trapped SVE",
        ExceptionClass.TrappedEret => "Trapped ERET",
        ExceptionClass.PointerAuthenticationFailure => "PAC Fail",
        ExceptionClass.TrappedSme => "Trapped SME",
        ExceptionClass.GranuleProtectionCheck => "Granule Protection Check exception",
        ExceptionClass.ImplementationDefined => "IMPLEMENTATION DEFINED exception to EL3",
        ExceptionClass.InstructionAbortLower => "Instruction Abort from a lower EL",
        ExceptionClass.InstructionAbortSame => "Instruction Abort from the same EL",
        ExceptionClass.PcAlignment => "PC alignment fault",
        ExceptionClass.DataAbortLower => "Data Abort from a lower EL",
        ExceptionClass.DataAbortSame => "Data Abort from the same EL",
        ExceptionClass.SpAlignment => "SP alignment fault",
        ExceptionClass.MemoryOperation => "Memory Operation exception",
        ExceptionClass.TrappedFpException => "Trapped floating-point exception",
        ExceptionClass.GuardedControlStack => "GCS exception",
        ExceptionClass.SError => "SError",
        ExceptionClass.BreakpointLower => "Breakpoint from a lower EL",
        ExceptionClass.BreakpointSame => "Breakpoint at the same EL",
        ExceptionClass.SoftwareStepLower => "Software Step from a lower EL",
        ExceptionClass.SoftwareStepSame => "Software Step at the same EL",
        ExceptionClass.WatchpointLower => "Watchpoint from a lower EL",
        ExceptionClass.WatchpointSame => "Watchpoint at the same EL",
        ExceptionClass.Brk64 => "BRK",
        ExceptionClass.Profiling => "Profiling exception",
        _ => $"Reserved exception class 0x{(int)ec:X2}",
    };

    private static string DataAbort(EsrValue esr)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Name(esr.EC)}, {esr.FSC.Describe()}, {(esr.WnR ? "write" : "read")}");
        if (esr.CM) text.Append(", CM=1");
        if (esr.S1PTW) text.Append(", S1PTW=1");
        if (esr.EA) text.Append(", EA=1");
        if (esr.FnV) text.Append(", FnV=1");
        if (esr.ISV)
        {
            text.Append(CultureInfo.InvariantCulture, $", ISV=1 SAS={esr.SAS} SRT={(esr.SF ? 'x' : 'w')}{esr.SRT}");
            if (esr.SSE) text.Append(" SSE=1");
        }

        return text.ToString();
    }

    private static string InstructionAbort(EsrValue esr)
    {
        var text = $"{Name(esr.EC)}, {esr.FSC.Describe()}";
        if (esr.S1PTW) text += ", S1PTW=1";
        if (esr.EA) text += ", EA=1";
        return esr.FnV ? text + ", FnV=1" : text;
    }

    private static string GranuleProtectionCheck(EsrValue esr)
    {
        var access = esr.InD ? "instruction fetch" : esr.WnR ? "write" : "read";
        var text = $"{Name(esr.EC)}, {Describe(esr.GPCSC)}, {esr.FSC.Describe()}, {access}";
        if (esr.S2PTW) text += ", S2PTW=1";
        return esr.S1PTW ? text + ", S1PTW=1" : text;
    }

    internal static string Describe(GpcStatusCode code) => code switch
    {
        GpcStatusCode.AddressSizeLevel0 => "GPT address size fault at level 0",
        GpcStatusCode.WalkLevel0 => "GPT walk fault at level 0",
        GpcStatusCode.WalkLevel1 => "GPT walk fault at level 1",
        GpcStatusCode.ProtectionLevel0 => "granule protection fault at level 0",
        GpcStatusCode.ProtectionLevel1 => "granule protection fault at level 1",
        GpcStatusCode.ExternalAbortLevel0 => "synchronous external abort on GPT fetch at level 0",
        GpcStatusCode.ExternalAbortLevel1 => "synchronous external abort on GPT fetch at level 1",
        _ => $"reserved GPCSC 0x{(int)code:X2}",
    };

    private static string SystemTrap(EsrValue esr)
    {
        var name = SystemRegisterTable.NameOf(esr.SystemRegister.Value);
        var register = esr.Rt == 31 ? "xzr" : $"x{esr.Rt}";
        if (esr.SystemRegister.Op0 < 2) return $"Trapped system instruction {name}, {register}";
        return esr.IsRead ? $"Trapped MRS {register}, {name}" : $"Trapped MSR {name}, {register}";
    }

    private static string Wfx(EsrValue esr) => ESR_ELx.TI.Get(esr.Value) switch
    {
        0 => "WFI",
        1 => "WFE",
        2 => "WFIT",
        _ => "WFET",
    };

    private static string SError(EsrValue esr) => (esr.Value & ESR_ELx.IDS) != 0
        ? $"SError, IMPLEMENTATION DEFINED syndrome 0x{esr.ISS & 0xFFFFFF:X}"
        : $"SError, {AsynchronousErrorType(esr)}, DFSC=0x{(int)esr.FSC:X2}{(esr.EA ? ", EA=1" : "")}";

    /// <summary>ESR_ELx.AET of an SError whose syndrome is not IMPLEMENTATION DEFINED, in words.</summary>
    internal static string AsynchronousErrorType(EsrValue esr) => ESR_ELx.AET.Get(esr.Value) switch
    {
        0 => "uncontainable (UC)",
        1 => "unrecoverable (UEU)",
        2 => "restartable (UEO)",
        3 => "recoverable (UER)",
        6 => "corrected (CE)",
        _ => "of a reserved type",
    };
}
