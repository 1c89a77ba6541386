using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>A value of ESR_ELx, read by field name. Properties of one class are meaningless for another.</summary>
/// <remarks>Arm ARM (DDI 0487), section "ESR_EL3, Exception Syndrome Register (EL3)" and those of EL1 and EL2.</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct EsrValue(ulong Value)
{
    /// <summary>Exception class.</summary>
    public ExceptionClass EC => (ExceptionClass)ESR_ELx.EC.Get(Value);

    /// <summary>Syndrome of the class, 25 bits.</summary>
    public uint ISS => (uint)ESR_ELx.ISS.Get(Value);

    /// <summary>Second syndrome, 24 bits.</summary>
    public uint ISS2 => (uint)ESR_ELx.ISS2.Get(Value);

    /// <summary>True for a 32-bit instruction and wherever the architecture fixes IL to 1.</summary>
    public bool IL => (Value & ESR_ELx.IL) != 0;

    /// <summary>True for a Data Abort from either level.</summary>
    public bool IsDataAbort => EC is ExceptionClass.DataAbortLower or ExceptionClass.DataAbortSame;

    /// <summary>True for an Instruction Abort from either level.</summary>
    public bool IsInstructionAbort => EC is ExceptionClass.InstructionAbortLower or ExceptionClass.InstructionAbortSame;

    /// <summary>True for either kind of abort: only then does <see cref="FSC"/> mean anything below EL3.</summary>
    public bool IsAbort => IsDataAbort || IsInstructionAbort;

    /// <summary>Aborts and GPC exceptions: DFSC or IFSC.</summary>
    public FaultStatusCode FSC => (FaultStatusCode)ESR_ELx.FSC.Get(Value);

    /// <summary>Data Abort: a write.</summary>
    public bool WnR => (Value & ESR_ELx.WnR) != 0;

    /// <summary>Aborts: a stage 2 fault on a stage-1 walk.</summary>
    public bool S1PTW => (Value & ESR_ELx.S1PTW) != 0;

    /// <summary>Data Abort: cache maintenance or address translation.</summary>
    public bool CM => (Value & ESR_ELx.CM) != 0;

    /// <summary>Aborts: external abort type.</summary>
    public bool EA => (Value & ESR_ELx.EA) != 0;

    /// <summary>Aborts: FAR is not valid.</summary>
    public bool FnV => (Value & ESR_ELx.FnV) != 0;

    /// <summary>Data Abort: the fields that describe the instruction are valid.</summary>
    public bool ISV => (Value & ESR_ELx.ISV) != 0;

    /// <summary>Data Abort with ISV: log2 of the access size in bytes.</summary>
    public int SAS => ESR_ELx.SAS.GetInt(Value);

    /// <summary>Data Abort with ISV: the loaded value is sign-extended.</summary>
    public bool SSE => (Value & ESR_ELx.SSE) != 0;

    /// <summary>Data Abort with ISV: number of the transferred register; 31 is XZR.</summary>
    public int SRT => ESR_ELx.SRT.GetInt(Value);

    /// <summary>Data Abort with ISV: the register is 64 bits wide.</summary>
    public bool SF => (Value & ESR_ELx.SF) != 0;

    /// <summary>SVC, HVC, SMC, BRK: the immediate.</summary>
    public ushort Imm16 => (ushort)ESR_ELx.Imm16.Get(Value);

    /// <summary>Trapped MSR, MRS: true for MRS.</summary>
    public bool IsRead => (Value & ESR_ELx.IsRead) != 0;

    /// <summary>Trapped MSR, MRS: number of the transferred register; 31 is XZR.</summary>
    public int Rt => ESR_ELx.Rt.GetInt(Value);

    /// <summary>Trapped MSR, MRS: the system register.</summary>
    public SystemRegisterEncoding SystemRegister => SystemRegisterEncoding.Pack(
        ESR_ELx.Op0.GetInt(Value), ESR_ELx.Op1.GetInt(Value), ESR_ELx.CRn.GetInt(Value), ESR_ELx.CRm.GetInt(Value),
        ESR_ELx.Op2.GetInt(Value));

    /// <summary>GPC exception: which part of the check failed.</summary>
    public GpcStatusCode GPCSC => (GpcStatusCode)ESR_ELx.GPCSC.Get(Value);

    /// <summary>GPC exception: true for an instruction fetch.</summary>
    public bool InD => (Value & ESR_ELx.InD) != 0;

    /// <summary>GPC exception: true on a stage 2 walk.</summary>
    public bool S2PTW => (Value & ESR_ELx.S2PTW) != 0;

    /// <summary>Builds a syndrome of a 32-bit instruction.</summary>
    /// <param name="ec">Exception class.</param>
    /// <param name="iss">Syndrome; bits above 24 are dropped.</param>
    /// <returns>The value, with IL set.</returns>
    public static EsrValue Create(ExceptionClass ec, ulong iss) =>
        new(ESR_ELx.EC.Set(ESR_ELx.IL, (ulong)ec) | (iss & ESR_ELx.ISS.Mask));

    /// <summary>The ISS of a trapped MSR, MRS or system instruction.</summary>
    /// <param name="encoding">The register or instruction.</param>
    /// <param name="rt">The general-purpose register, 0 to 31.</param>
    /// <param name="isRead">True for MRS.</param>
    /// <returns>25 bits.</returns>
    public static ulong SystemTrapIss(SystemRegisterEncoding encoding, int rt, bool isRead)
    {
        var iss = isRead ? ESR_ELx.IsRead : 0;
        iss = ESR_ELx.Op0.Set(iss, (ulong)encoding.Op0);
        iss = ESR_ELx.Op1.Set(iss, (ulong)encoding.Op1);
        iss = ESR_ELx.Op2.Set(iss, (ulong)encoding.Op2);
        iss = ESR_ELx.CRn.Set(iss, (ulong)encoding.CRn);
        iss = ESR_ELx.CRm.Set(iss, (ulong)encoding.CRm);
        return ESR_ELx.Rt.Set(iss, (ulong)rt);
    }

    /// <summary>One readable line; see <see cref="EsrFormatter"/>.</summary>
    public override string ToString() => EsrFormatter.Format(this);
}
