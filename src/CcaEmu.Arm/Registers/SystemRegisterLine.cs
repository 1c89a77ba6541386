namespace CcaEmu.Arm.Registers;

/// <summary>The few shapes a line of a system register table has.</summary>
internal static class SystemRegisterLine
{
    /// <summary>A register for MRS and MSR.</summary>
    internal static SystemRegisterInfo Rw(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title,
        ulong writable = ulong.MaxValue, ulong ones = 0, ulong? reset = null, ExceptionLevel? writeFrom = null)
    {
        var encoding = SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2);
        return new SystemRegisterInfo(register, encoding, SystemRegisterAccess.ReadWrite, title)
        {
            WriteMask = writable & ~ones,
            FixedOnes = ones,
            ResetValue = reset ?? ones,
            MinimumWriteLevel = writeFrom ?? encoding.MinimumExceptionLevel,
        };
    }

    /// <summary>A register for MRS only.</summary>
    internal static SystemRegisterInfo Ro(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title, ulong reset = 0) =>
        new(register, SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), SystemRegisterAccess.ReadOnly, title)
        {
            WriteMask = 0,
            ResetValue = reset,
        };

    /// <summary>A register for MSR only.</summary>
    internal static SystemRegisterInfo Wo(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title, ulong writable = ulong.MaxValue) =>
        new(register, SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), SystemRegisterAccess.WriteOnly, title)
        {
            WriteMask = writable,
        };

    /// <summary>A second name, for EL2, of a register of a lower level.</summary>
    internal static SystemRegisterInfo Alias(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, SystemRegister of) =>
        new(register, SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), SystemRegisterAccess.ReadWrite, $"{of}, as EL2 names it")
        {
            AliasOf = of,
        };
}
