using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>A location in one physical address space: the only kind of address that memory is reached by.</summary>
/// <param name="Value">Byte address, 0 to 2^52 - 1.</param>
/// <param name="Pas">The physical address space the access is made in.</param>
/// <remarks>Arm ARM, D9.1 (Granule Protection Check), "physical address space".</remarks>
public readonly record struct PhysicalAddress(ulong Value, Pas Pas)
{
    /// <summary>The MECID of an access to the Realm space (FEAT_MEC); 0, the default, of accesses to the others.</summary>
    public ushort Mecid { get; init; }

    /// <summary>The address <paramref name="offset"/> bytes further on, in the same physical address space.</summary>
    /// <param name="address">Where to start.</param>
    /// <param name="offset">Distance in bytes; the sum wraps at 2^64.</param>
    public static PhysicalAddress operator +(PhysicalAddress address, ulong offset) => address with { Value = address.Value + offset };

    /// <summary>The address as people of this field write it, for example <c>0x88000000 (NonSecure)</c>.</summary>
    public override string ToString() => Mecid == 0 ? $"0x{Value:x} ({Pas})" : $"0x{Value:x} ({Pas}, MECID {Mecid})";
}
