namespace CcaEmu.Arm.Registers;

/// <summary>The op0:op1:CRn:CRm:op2 number of a system register, packed as MRS and MSR carry it.</summary>
/// <remarks>
/// Bits 15:14 are op0, 13:11 op1, 10:7 CRn, 6:3 CRm and 2:0 op2, which is bits 20:5 of the instruction.
/// Arm ARM (DDI 0487), section "Principles of the System instruction class encoding".
/// </remarks>
/// <param name="Value">The packed number.</param>
public readonly record struct SystemRegisterEncoding(ushort Value)
{
    /// <summary>How many packed numbers there are.</summary>
    public const int Space = 1 << 16;

    /// <summary>op0: 2 for debug registers, 3 for the others.</summary>
    public int Op0 => Value >> 14;

    /// <summary>op1, which also says the lowest exception level that may reach the register.</summary>
    public int Op1 => (Value >> 11) & 7;

    /// <summary>CRn.</summary>
    public int CRn => (Value >> 7) & 15;

    /// <summary>CRm.</summary>
    public int CRm => (Value >> 3) & 15;

    /// <summary>op2.</summary>
    public int Op2 => Value & 7;

    /// <summary>The lowest exception level at which op1 allows an access; anything lower is UNDEFINED.</summary>
    /// <remarks>
    /// op1 0, 1 and 2: EL1; 3: EL0; 4 and 5: EL2; 6: EL3; 7: EL1, and there only in Secure state.
    /// Arm ARM (DDI 0487), section "op0==0b10 and op0==0b11, moves to and from debug and non-debug System registers".
    /// </remarks>
    public ExceptionLevel MinimumExceptionLevel => Op1 switch
    {
        3 => ExceptionLevel.EL0,
        4 or 5 => ExceptionLevel.EL2,
        6 => ExceptionLevel.EL3,
        _ => ExceptionLevel.EL1,
    };

    /// <summary>True when op1 is 7: below EL3 the register exists in Secure state only.</summary>
    public bool IsSecureOnly => Op1 == 7;

    /// <summary>True in the space set aside for feature identification, where an unallocated number reads as zero.</summary>
    /// <remarks>
    /// op0 3, op1 0, CRn 0, CRm 1 to 7. Arm ARM (DDI 0487), section "Reserved values in the ID registers" and the table of
    /// the op0==0b11 encodings.
    /// </remarks>
    public bool IsIdentificationSpace => Op0 == 3 && Op1 == 0 && CRn == 0 && CRm is >= 1 and <= 7;

    /// <summary>Packs the five numbers.</summary>
    /// <param name="op0">0 to 3.</param>
    /// <param name="op1">0 to 7.</param>
    /// <param name="crn">0 to 15.</param>
    /// <param name="crm">0 to 15.</param>
    /// <param name="op2">0 to 7.</param>
    /// <returns>The packed number; out-of-range bits are dropped.</returns>
    public static SystemRegisterEncoding Pack(int op0, int op1, int crn, int crm, int op2) =>
        new((ushort)((op0 & 3) << 14 | (op1 & 7) << 11 | (crn & 15) << 7 | (crm & 15) << 3 | (op2 & 7)));

    /// <summary>The generic name that every assembler takes, for example <c>S3_0_C15_C2_7</c>.</summary>
    public override string ToString() => $"S{Op0}_{Op1}_C{CRn}_C{CRm}_{Op2}";
}
