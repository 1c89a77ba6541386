namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Exception Syndrome Register. Why an exception was taken; the fields of ISS depend on EC.</summary>
/// <remarks>Arm ARM (DDI 0487), sections of ESR_EL1, ESR_EL2 and ESR_EL3.</remarks>
public static class ESR_ELx
{
    /// <summary>Syndrome of the class.</summary>
    public static BitField ISS => new(0, 25);

    /// <summary>The instruction had 32 bits.</summary>
    public const ulong IL = 1UL << 25;

    /// <summary>Exception class.</summary>
    public static BitField EC => new(26, 6);

    /// <summary>Second part of the syndrome.</summary>
    public static BitField ISS2 => new(32, 24);

    /// <summary>SVC, HVC, SMC, BRK: the immediate.</summary>
    public static BitField Imm16 => new(0, 16);

    /// <summary>Aborts: DFSC or IFSC.</summary>
    public static BitField FSC => new(0, 6);

    /// <summary>Data Abort: a write, or cache maintenance.</summary>
    public const ulong WnR = 1UL << 6;

    /// <summary>Aborts: stage 2 fault on a stage-1 walk.</summary>
    public const ulong S1PTW = 1UL << 7;

    /// <summary>Data Abort: cache maintenance or address translation instruction.</summary>
    public const ulong CM = 1UL << 8;

    /// <summary>Aborts: external abort type.</summary>
    public const ulong EA = 1UL << 9;

    /// <summary>Aborts: FAR is not valid.</summary>
    public const ulong FnV = 1UL << 10;

    /// <summary>Aborts: synchronous error type.</summary>
    public static BitField SET => new(11, 2);

    /// <summary>Data Abort: through VNCR_EL2.</summary>
    public const ulong VNCR = 1UL << 13;

    /// <summary>Data Abort with ISV: acquire or release.</summary>
    public const ulong AR = 1UL << 14;

    /// <summary>Data Abort with ISV: 64-bit register.</summary>
    public const ulong SF = 1UL << 15;

    /// <summary>Data Abort with ISV: register number.</summary>
    public static BitField SRT => new(16, 5);

    /// <summary>Data Abort with ISV: sign-extended.</summary>
    public const ulong SSE = 1UL << 21;

    /// <summary>Data Abort with ISV: log2 of the access size in bytes.</summary>
    public static BitField SAS => new(22, 2);

    /// <summary>Data Abort: SAS, SSE, SRT, SF and AR are valid.</summary>
    public const ulong ISV = 1UL << 24;

    /// <summary>SError: asynchronous error type.</summary>
    public static BitField AET => new(10, 3);

    /// <summary>SError: IMPLEMENTATION DEFINED syndrome.</summary>
    public const ulong IDS = 1UL << 24;

    /// <summary>WF*: 0 WFI, 1 WFE, 2 WFIT, 3 WFET.</summary>
    public static BitField TI => new(0, 2);

    /// <summary>WF*: RN is valid.</summary>
    public const ulong RV = 1UL << 2;

    /// <summary>WF*: register of the time-out.</summary>
    public static BitField RN => new(5, 5);

    /// <summary>MSR, MRS: 1 for MRS.</summary>
    public const ulong IsRead = 1UL << 0;

    /// <summary>MSR, MRS: CRm.</summary>
    public static BitField CRm => new(1, 4);

    /// <summary>MSR, MRS: register number.</summary>
    public static BitField Rt => new(5, 5);

    /// <summary>MSR, MRS: CRn.</summary>
    public static BitField CRn => new(10, 4);

    /// <summary>MSR, MRS: op1.</summary>
    public static BitField Op1 => new(14, 3);

    /// <summary>MSR, MRS: op2.</summary>
    public static BitField Op2 => new(17, 3);

    /// <summary>MSR, MRS: op0.</summary>
    public static BitField Op0 => new(20, 2);

    /// <summary>GPC exception: granule protection check status code.</summary>
    public static BitField GPCSC => new(14, 6);

    /// <summary>GPC exception: instruction access.</summary>
    public const ulong InD = 1UL << 20;

    /// <summary>GPC exception: on a stage 2 walk.</summary>
    public const ulong S2PTW = 1UL << 21;
}
