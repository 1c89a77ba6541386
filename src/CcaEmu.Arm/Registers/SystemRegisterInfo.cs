using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Registers;

/// <summary>What the architecture says about one system register: the line of the table.</summary>
/// <remarks>
/// Identification registers have no value here: each PE computes its own from its features. Masks depend on the PE's features too: see
/// <see cref="RegisterLayout"/>.
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
        Storage = register;
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

    /// <summary>The feature that brings the register; <see cref="A64.Feature.Base"/> for none.</summary>
    public Feature Feature { get; internal init; }

    /// <summary>Its bits, but for a register with two layouts while HCR_EL2.E2H is 1.</summary>
    public RegisterLayout Layout { get; internal init; } = RegisterLayout.Plain;

    /// <summary>Its bits while HCR_EL2.E2H is 1; null where E2H makes no difference.</summary>
    public RegisterLayout? HostLayout { get; internal init; }

    /// <summary>The bits that keep what MSR writes on a PE with every feature, while HCR_EL2.E2H is 0.</summary>
    public ulong WriteMask => Layout.WriteMask(_ => true);

    /// <summary>The bits that always read as one on a PE without any optional feature, while HCR_EL2.E2H is 0.</summary>
    public ulong FixedOnes => Layout.FixedOnes(_ => false);

    /// <summary>What a write does.</summary>
    public WriteEffect Effect { get; private init; }

    /// <summary>The register that keeps the bits of a name that sets or clears them; itself for any other.</summary>
    public SystemRegister Storage { get; private init; }

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

    /// <summary>
    /// For an _EL12 or _EL02 name: the register of EL2 that the lower level's name reaches while HCR_EL2.E2H is 1.
    /// </summary>
    public SystemRegister HostRegister { get; internal init; }

    /// <summary>The lowest exception level at which MRS may reach it, before any trap.</summary>
    public ExceptionLevel MinimumReadLevel => Encoding.MinimumExceptionLevel;

    /// <summary>The lowest exception level at which MSR may reach it, before any trap.</summary>
    public ExceptionLevel MinimumWriteLevel { get; internal init; }

    /// <summary>Whether reading it changes the machine: it acknowledges an interrupt. Reports leave such a register alone.</summary>
    public bool ReadHasEffect => Register is SystemRegister.ICC_IAR0_EL1 or SystemRegister.ICC_IAR1_EL1;

    /// <summary>True when MRS is allowed.</summary>
    public bool CanRead => Access != SystemRegisterAccess.WriteOnly;

    /// <summary>True when MSR is allowed.</summary>
    public bool CanWrite => Access != SystemRegisterAccess.ReadOnly;

    /// <summary>
    /// What the register holds after MSR writes a value while HCR_EL2.E2H is 0, with the writable bits of every feature and the fixed
    /// bits of a PE without any.
    /// </summary>
    /// <param name="value">The value written.</param>
    /// <returns>The value with RES0 bits cleared and RES1 bits set.</returns>
    public ulong Legalize(ulong value) => (value & WriteMask) | FixedOnes;

    /// <summary>The same line for a name that sets or clears bits of another register, or of its own.</summary>
    internal SystemRegisterInfo WithEffect(WriteEffect effect, SystemRegister storage) => new(Register, Encoding, Access, Title)
    {
        Layout = Layout,
        ResetValue = ResetValue,
        MinimumWriteLevel = MinimumWriteLevel,
        Feature = Feature,
        Effect = effect,
        Storage = storage,
    };
}
