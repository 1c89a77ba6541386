namespace CcaEmu.Arm.Smccc;

/// <summary>A version of an SMC interface.</summary>
/// <remarks>
/// RMM specification 2.0-bet1 (DEN0137), type RmiInterfaceVersion; RMM-EL3 communication interface and PSCI have the same form.
/// </remarks>
/// <param name="Major">0 to 0x7FFF: incompatible revisions.</param>
/// <param name="Minor">0 to 0xFFFF: compatible revisions.</param>
public readonly record struct InterfaceVersion(int Major, int Minor) : IComparable<InterfaceVersion>
{
    /// <summary>Writes the word: major in bits 30:16, minor in bits 15:0.</summary>
    /// <returns>The word, bit 31 and above zero.</returns>
    public uint Encode() => (uint)(Major & 0x7FFF) << 16 | (uint)(Minor & 0xFFFF);

    /// <summary>Reads the word; bit 31 and above are ignored.</summary>
    /// <param name="value">The word.</param>
    /// <returns>The version.</returns>
    public static InterfaceVersion Decode(ulong value) => new((int)(value >> 16) & 0x7FFF, (int)value & 0xFFFF);

    /// <summary>Whether software made for another version can use this one: same major, no lower minor.</summary>
    /// <param name="requested">The version the software was made for.</param>
    /// <returns>True when it can.</returns>
    public bool IsCompatibleWith(InterfaceVersion requested) => Major == requested.Major && Minor >= requested.Minor;

    /// <inheritdoc/>
    public int CompareTo(InterfaceVersion other) => Encode().CompareTo(other.Encode());

    /// <summary>For example "2.0".</summary>
    public override string ToString() => $"{Major}.{Minor}";
}
