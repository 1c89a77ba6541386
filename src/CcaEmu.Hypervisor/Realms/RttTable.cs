namespace CcaEmu.Hypervisor.Realms;

/// <summary>A translation table that the host has given to a realm.</summary>
/// <param name="Level">Its level; deeper tables sort first, as they have to be destroyed first.</param>
/// <param name="Ipa">First address it maps.</param>
internal readonly record struct RttTable(int Level, ulong Ipa) : IComparable<RttTable>
{
    /// <inheritdoc/>
    public int CompareTo(RttTable other) => Level != other.Level ? other.Level.CompareTo(Level) : Ipa.CompareTo(other.Ipa);
}
