using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Registers;

/// <summary>The few shapes a line of a system register table has.</summary>
internal static class SystemRegisterLine
{
    /// <summary>A register for MRS and MSR.</summary>
    /// <param name="register">Which.</param>
    /// <param name="op0">op0.</param>
    /// <param name="op1">op1.</param>
    /// <param name="crn">CRn.</param>
    /// <param name="crm">CRm.</param>
    /// <param name="op2">op2.</param>
    /// <param name="title">The manual's title.</param>
    /// <param name="writable">Bits that MSR changes on every PE that has the register.</param>
    /// <param name="ones">Bits that read as one where nothing makes them writable.</param>
    /// <param name="reset">Value after a cold reset; <paramref name="ones"/> where the architecture has none.</param>
    /// <param name="writeFrom">Lowest level that may write it, where that is not the lowest that may read it.</param>
    /// <param name="feature">The feature that brings the register.</param>
    /// <param name="bits">Bits that MSR changes where the PE has a feature; elsewhere they are RES0, or RES1 by <paramref name="ones"/>.</param>
    /// <param name="host">The register's other layout, while HCR_EL2.E2H is 1.</param>
    internal static SystemRegisterInfo Rw(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title,
        ulong writable = ulong.MaxValue, ulong ones = 0, ulong? reset = null, ExceptionLevel? writeFrom = null,
        Feature feature = Feature.Base, (Feature Feature, ulong Mask)[]? bits = null, RegisterLayout? host = null)
    {
        var encoding = SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2);
        return new SystemRegisterInfo(register, encoding, SystemRegisterAccess.ReadWrite, title)
        {
            Layout = new RegisterLayout(writable & ~ones, ones, bits ?? []),
            HostLayout = host,
            ResetValue = reset ?? ones,
            MinimumWriteLevel = writeFrom ?? encoding.MinimumExceptionLevel,
            Feature = feature,
        };
    }

    /// <summary>A register for MRS only.</summary>
    internal static SystemRegisterInfo Ro(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title, ulong reset = 0,
        Feature feature = Feature.Base) =>
        new(register, SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), SystemRegisterAccess.ReadOnly, title)
        {
            Layout = new RegisterLayout(0, 0, []),
            ResetValue = reset,
            Feature = feature,
        };

    /// <summary>A register for MSR only.</summary>
    internal static SystemRegisterInfo Wo(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title, ulong writable = ulong.MaxValue,
        Feature feature = Feature.Base) =>
        new(register, SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), SystemRegisterAccess.WriteOnly, title)
        {
            Layout = new RegisterLayout(writable, 0, []),
            Feature = feature,
        };

    /// <summary>A name whose writes set, or clear, the bits that are ones in the value; another register keeps them.</summary>
    internal static SystemRegisterInfo Bitwise(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, string title, WriteEffect effect, SystemRegister storage,
        ulong writable, Feature feature = Feature.Base, ExceptionLevel? writeFrom = null) =>
        Rw(register, op0, op1, crn, crm, op2, title, writable, feature: feature, writeFrom: writeFrom).WithEffect(effect, storage);

    /// <summary>A second name, for EL2, of a register of a lower level.</summary>
    /// <param name="register">The _EL12 or _EL02 name.</param>
    /// <param name="op0">op0.</param>
    /// <param name="op1">op1.</param>
    /// <param name="crn">CRn.</param>
    /// <param name="crm">CRm.</param>
    /// <param name="op2">op2.</param>
    /// <param name="of">The register of the lower level.</param>
    /// <param name="host">The register of EL2 that the lower level's own name reaches from a host, where HCR_EL2.E2H is 1.</param>
    internal static SystemRegisterInfo Alias(
        SystemRegister register, int op0, int op1, int crn, int crm, int op2, SystemRegister of, SystemRegister host) =>
        new(register, SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), SystemRegisterAccess.ReadWrite, $"{of}, as EL2 names it")
        {
            Layout = RegisterLayout.Plain,
            AliasOf = of,
            HostRegister = host,
            Feature = Feature.FEAT_VHE,
        };

    /// <summary>Ones at some bits.</summary>
    internal static ulong At(params ReadOnlySpan<int> bits)
    {
        ulong mask = 0;
        foreach (int bit in bits)
            mask |= 1UL << bit;
        return mask;
    }

    /// <summary>Ones from one bit up to another, both included, as the manual writes [high:low].</summary>
    internal static ulong Run(int high, int low) => new BitField(low, high - low + 1).Mask;
}
