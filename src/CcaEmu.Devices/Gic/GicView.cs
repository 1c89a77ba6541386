using CcaEmu.Arm;

namespace CcaEmu.Devices.Gic;

/// <summary>Which security state a memory access to the GIC counts as, and whether that makes a difference.</summary>
/// <param name="IsSecure">A Secure access.</param>
/// <param name="SingleState">GICD_CTLR.DS: everyone sees everything.</param>
/// <remarks>Root accesses count as Secure and Realm ones as Non-secure: EL3 sets the GIC up through the Root physical address space.</remarks>
internal readonly record struct GicView(bool IsSecure, bool SingleState)
{
    /// <summary>Whether interrupts of every group are visible.</summary>
    public bool SeesAll => IsSecure || SingleState;

    /// <summary>Whether this is a Secure access where Secure is a thing of its own.</summary>
    public bool IsSecureAlone => IsSecure && !SingleState;

    public static GicView Of(Pas pas, bool singleState) => new(pas is Pas.Secure or Pas.Root, singleState);
}
