using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>A value of SCR_EL3.</summary>
/// <remarks>Arm ARM (DDI 0487), section "SCR_EL3, Secure Configuration Register".</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct ScrEl3(ulong Value)
{
    /// <summary>Bit NS.</summary>
    public bool NS => (Value & SCR_EL3.NS) != 0;

    /// <summary>Bit NSE.</summary>
    public bool NSE => (Value & SCR_EL3.NSE) != 0;

    /// <summary>Bit GPF: granule protection faults go to EL3.</summary>
    public bool GPF => (Value & SCR_EL3.GPF) != 0;

    /// <summary>Bit EEL2: Secure EL2 exists.</summary>
    public bool EEL2 => (Value & SCR_EL3.EEL2) != 0;

    /// <summary>True for {NSE, NS} = {1, 0}, which is reserved: an ERET from EL3 is then an illegal return.</summary>
    public bool IsReservedState => NSE && !NS;

    /// <summary>
    /// The security state of EL2 and below. Meaningless when <see cref="IsReservedState"/>; then reads as
    /// <see cref="Arm.SecurityState.Root"/>, which no level below EL3 has.
    /// </summary>
    public SecurityState SecurityState => (SecurityState)((NSE ? 2 : 0) | (NS ? 1 : 0));

    /// <summary>The same value for another state of EL2 and below.</summary>
    /// <param name="state">Secure, Non-secure or Realm.</param>
    /// <returns>The value with NS and NSE replaced.</returns>
    public ScrEl3 WithSecurityState(SecurityState state) => new(
        (Value & ~(SCR_EL3.NS | SCR_EL3.NSE))
        | (((int)state & 1) != 0 ? SCR_EL3.NS : 0)
        | (((int)state & 2) != 0 ? SCR_EL3.NSE : 0));
}
