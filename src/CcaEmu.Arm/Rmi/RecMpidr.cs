using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The affinity fields by which a REC is named, in the positions of MPIDR_EL1.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecMpidr and section "REC index and MPIDR value".</remarks>
/// <param name="Value">aff0 in bits 3:0, aff1 in 15:8, aff2 in 23:16, aff3 in 31:24.</param>
public readonly record struct RecMpidr(ulong Value)
{
    private static BitField Aff0 => new(0, 4);

    private static BitField Aff1 => new(8, 8);

    private static BitField Aff2 => new(16, 8);

    private static BitField Aff3 => new(24, 8);

    /// <summary>False when a bit outside the four fields is set.</summary>
    public bool IsValid => (Value & ~(Aff0.Mask | Aff1.Mask | Aff2.Mask | Aff3.Mask)) == 0;

    /// <summary>The number of the REC in its Realm: RECs are created in the order of this index.</summary>
    public ulong Index => Aff0.Get(Value) | Aff1.Get(Value) << 4 | Aff2.Get(Value) << 12 | Aff3.Get(Value) << 20;

    /// <summary>The fields of the REC with an index.</summary>
    /// <param name="index">The index, below 2^28.</param>
    /// <returns>The fields.</returns>
    public static RecMpidr FromIndex(ulong index) =>
        new(Aff3.Set(Aff2.Set(Aff1.Set(Aff0.Set(0, index), index >> 4), index >> 12), index >> 20));
}
