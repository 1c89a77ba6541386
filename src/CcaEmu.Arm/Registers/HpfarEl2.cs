using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>A value of HPFAR_EL2: the page of the IPA that stage 2 refused.</summary>
/// <remarks>Arm ARM (DDI 0487), section "HPFAR_EL2, Hypervisor IPA Fault Address Register".</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct HpfarEl2(ulong Value)
{
    /// <summary>The IPA of the 4 KiB page.</summary>
    public Ipa Page => new(HPFAR_EL2.FIPA.Get(Value) << 12);

    /// <summary>Bit NS; only Secure regimes set it.</summary>
    public bool NS => (Value & HPFAR_EL2.NS) != 0;

    /// <summary>Builds the value.</summary>
    /// <param name="ipa">Any address in the page.</param>
    /// <param name="ns">Bit NS.</param>
    /// <returns>The value.</returns>
    public static HpfarEl2 Create(Ipa ipa, bool ns = false) =>
        new(HPFAR_EL2.FIPA.Set(ns ? HPFAR_EL2.NS : 0, ipa.Value >> 12));
}
