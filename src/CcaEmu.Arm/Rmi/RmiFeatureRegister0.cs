using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>RMI feature register 0: what a Realm can have.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiFeatureRegister0.</remarks>
public readonly record struct RmiFeatureRegister0
{
    /// <summary>Highest width of a Realm's IPA space in bits.</summary>
    public int S2sz { get; init; }

    /// <summary>52-bit addresses with 4 KiB and 16 KiB granules.</summary>
    public bool Lpa2 { get; init; }

    /// <summary>SVE.</summary>
    public bool Sve { get; init; }

    /// <summary>Highest SVE vector length: (n + 1) * 128 bits.</summary>
    public int SveVl { get; init; }

    /// <summary>Breakpoints, minus one.</summary>
    public int NumBps { get; init; }

    /// <summary>Watchpoints, minus one.</summary>
    public int NumWps { get; init; }

    /// <summary>Performance monitor.</summary>
    public bool Pmu { get; init; }

    /// <summary>Counters of the performance monitor.</summary>
    public int PmuNumCtrs { get; init; }

    private static BitField S2szField => new(0, 8);

    private static BitField Lpa2Field => new(8, 1);

    private static BitField SveField => new(9, 1);

    private static BitField SveVlField => new(10, 4);

    private static BitField NumBpsField => new(14, 6);

    private static BitField NumWpsField => new(20, 6);

    private static BitField PmuField => new(26, 1);

    private static BitField PmuNumCtrsField => new(27, 5);

    /// <summary>Writes the register; parts that do not fit are cut.</summary>
    /// <returns>The 64 bits.</returns>
    public ulong Encode()
    {
        var value = S2szField.Set(0, (ulong)S2sz);
        value = Lpa2Field.Set(value, Lpa2 ? 1UL : 0);
        value = SveField.Set(value, Sve ? 1UL : 0);
        value = SveVlField.Set(value, (ulong)SveVl);
        value = NumBpsField.Set(value, (ulong)NumBps);
        value = NumWpsField.Set(value, (ulong)NumWps);
        value = PmuField.Set(value, Pmu ? 1UL : 0);
        return PmuNumCtrsField.Set(value, (ulong)PmuNumCtrs);
    }

    /// <summary>Reads the register.</summary>
    /// <param name="value">The 64 bits.</param>
    /// <returns>Its fields.</returns>
    public static RmiFeatureRegister0 Decode(ulong value) => new()
    {
        S2sz = S2szField.GetInt(value),
        Lpa2 = Lpa2Field.Get(value) != 0,
        Sve = SveField.Get(value) != 0,
        SveVl = SveVlField.GetInt(value),
        NumBps = NumBpsField.GetInt(value),
        NumWps = NumWpsField.GetInt(value),
        Pmu = PmuField.Get(value) != 0,
        PmuNumCtrs = PmuNumCtrsField.GetInt(value),
    };
}
