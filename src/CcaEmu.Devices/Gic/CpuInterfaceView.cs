using CcaEmu.Arm;

namespace CcaEmu.Devices.Gic;

/// <summary>From where software accesses the registers of a CPU interface.</summary>
/// <param name="Level">Exception level.</param>
/// <param name="LowerState">Security state of the levels below EL3: at EL3 it chooses among banked registers.</param>
/// <param name="FiqToEl3">SCR_EL3.FIQ: Group 0 is EL3's, and the Non-secure state sees its own half of the priorities as a whole range.</param>
/// <param name="IrqToEl3">SCR_EL3.IRQ.</param>
/// <param name="VirtualFiq">HCR_EL2.FMO counts.</param>
/// <param name="VirtualIrq">HCR_EL2.IMO counts.</param>
/// <remarks>Arm GIC architecture (IHI 0069): the Realm state counts as Non-secure.</remarks>
public readonly record struct CpuInterfaceView(
    ExceptionLevel Level, SecurityState LowerState, bool FiqToEl3, bool IrqToEl3, bool VirtualFiq, bool VirtualIrq)
{
    /// <summary>Whether the access is EL3's.</summary>
    public bool IsEl3 => Level == ExceptionLevel.EL3;

    /// <summary>Whether the access is EL3's or the Secure state's.</summary>
    public bool IsSecure => IsEl3 || IsSecureBank;

    /// <summary>Whether the Secure copy of a banked register is reached.</summary>
    public bool IsSecureBank => LowerState == SecurityState.Secure;

    /// <summary>Whether priorities are seen as the Non-secure half.</summary>
    internal bool IsHalved => FiqToEl3 && !IsSecure;
}
