using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>A value of MFAR_EL3: the physical page, and its address space, that a granule protection check refused.</summary>
/// <remarks>Arm ARM (DDI 0487), section "MFAR_EL3, Physical Fault Address Register (EL3)".</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct MfarEl3(ulong Value)
{
    /// <summary>Address of the 4 KiB page.</summary>
    public ulong PageAddress => Value & MFAR_EL3.FPA.Mask;

    /// <summary>The address space of the access.</summary>
    public Pas Pas => (Pas)(((Value & MFAR_EL3.NSE) != 0 ? 2 : 0) | ((Value & MFAR_EL3.NS) != 0 ? 1 : 0));

    /// <summary>Builds the value.</summary>
    /// <param name="address">Any physical address in the page.</param>
    /// <param name="pas">The address space of the access.</param>
    /// <returns>The value.</returns>
    public static MfarEl3 Create(ulong address, Pas pas) => new(
        (address & MFAR_EL3.FPA.Mask)
        | (((int)pas & 1) != 0 ? MFAR_EL3.NS : 0)
        | (((int)pas & 2) != 0 ? MFAR_EL3.NSE : 0));
}
