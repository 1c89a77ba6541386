namespace CcaEmu.Arm.Formats;

/// <summary>Questions about GPI values.</summary>
/// <remarks>Arm ARM (DDI 0487), section "GPI field encoding in GPT descriptors".</remarks>
public static class Gpis
{
    /// <summary>Whether the value may stand in a table. FEAT_RME_GDI's values are reserved: the PE does not have it.</summary>
    /// <param name="gpi">The value.</param>
    /// <param name="nso">GPCCR_EL3.NSO: whether <see cref="Gpi.NonSecureOnly"/> is known.</param>
    /// <returns>False for a reserved value.</returns>
    public static bool IsKnown(this Gpi gpi, bool nso) => gpi switch
    {
        Gpi.NoAccess or Gpi.Secure or Gpi.NonSecure or Gpi.Root or Gpi.Realm or Gpi.Any => true,
        Gpi.NonSecureOnly => nso,
        _ => false,
    };

    /// <summary>Whether an access is allowed.</summary>
    /// <param name="gpi">The GPI of the granule.</param>
    /// <param name="pas">The address space of the access.</param>
    /// <param name="state">The security state the access is made from.</param>
    /// <returns>Whether the granule protection check passes.</returns>
    public static bool Allows(this Gpi gpi, Pas pas, SecurityState state) => gpi switch
    {
        Gpi.Any => true,
        Gpi.Secure => pas == Pas.Secure,
        Gpi.NonSecure => pas == Pas.NonSecure,
        Gpi.Root => pas == Pas.Root,
        Gpi.Realm => pas == Pas.Realm,
        Gpi.NonSecureOnly => pas == Pas.NonSecure && state is (SecurityState.NonSecure or SecurityState.Root),
        _ => false,
    };

    /// <summary>The GPI that allows exactly one address space.</summary>
    /// <param name="pas">The address space.</param>
    /// <returns>The GPI of the same name.</returns>
    public static Gpi Of(Pas pas) => pas switch
    {
        Pas.Secure => Gpi.Secure,
        Pas.NonSecure => Gpi.NonSecure,
        Pas.Root => Gpi.Root,
        _ => Gpi.Realm,
    };
}
