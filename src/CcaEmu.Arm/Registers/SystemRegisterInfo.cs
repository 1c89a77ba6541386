namespace CcaEmu.Arm.Registers;

/// <summary>What the architecture says about one system register: the line of the table.</summary>
/// <remarks>
/// A write stores <c>(value &amp; WriteMask) | FixedOnes</c>. Masks describe a PE with AArch64 only at every level, little-endian
/// data, FEAT_RME, and without FEAT_VHE's E2H, SVE, SME, MTE, PMU and nested virtualization; a PE with more of them widens its
/// own copy. Identification registers have no value here: each PE computes its own from its features.
/// </remarks>
public sealed class SystemRegisterInfo
{
    internal SystemRegisterInfo(SystemRegister register, SystemRegisterEncoding encoding, SystemRegisterAccess access, string title)
    {
        Register = register;
        Encoding = encoding;
        Access = access;
        Title = title;
        Name = register.ToString();
        MinimumWriteLevel = encoding.MinimumExceptionLevel;
    }

    /// <summary>The register.</summary>
    public SystemRegister Register { get; }

    /// <summary>Its number in MRS and MSR.</summary>
    public SystemRegisterEncoding Encoding { get; }

    /// <summary>Whether it can be read, written or both.</summary>
    public SystemRegisterAccess Access { get; }

    /// <summary>Its name, spelled as in the manual.</summary>
    public string Name { get; }

    /// <summary>Its title in the manual.</summary>
    public string Title { get; }

    /// <summary>The bits that keep what MSR writes; the rest are RES0, RES1 or read-only.</summary>
    public ulong WriteMask { get; internal init; } = ulong.MaxValue;

    /// <summary>The bits that always read as one (RES1, RAO/WI).</summary>
    public ulong FixedOnes { get; internal init; }

    /// <summary>
    /// The value after a cold reset. Where the architecture leaves it UNKNOWN, CcaEmu chooses <see cref="FixedOnes"/>, so that
    /// two runs agree.
    /// </summary>
    public ulong ResetValue { get; internal init; }

    /// <summary>
    /// The register whose storage this name reaches, or <see cref="SystemRegister.None"/>: the _EL12 and _EL02 names.
    /// </summary>
    /// <remarks>Such a name is UNDEFINED unless HCR_EL2.E2H is 1.</remarks>
    public SystemRegister AliasOf { get; internal init; }

    /// <summary>The lowest exception level at which MRS may reach it, before any trap.</summary>
    public ExceptionLevel MinimumReadLevel => Encoding.MinimumExceptionLevel;

    /// <summary>The lowest exception level at which MSR may reach it, before any trap.</summary>
    public ExceptionLevel MinimumWriteLevel { get; internal init; }

    /// <summary>True when MRS is allowed.</summary>
    public bool CanRead => Access != SystemRegisterAccess.WriteOnly;

    /// <summary>True when MSR is allowed.</summary>
    public bool CanWrite => Access != SystemRegisterAccess.ReadOnly;

    /// <summary>What the register holds after MSR writes a value.</summary>
    /// <param name="value">The value written.</param>
    /// <returns>The value with RES0 bits cleared and RES1 bits set.</returns>
    public ulong Legalize(ulong value) => (value & WriteMask) | FixedOnes;
}
