namespace CcaEmu.Arm;

/// <summary>The security state a PE executes in, numbered like the physical address space it may use by default.</summary>
/// <remarks>
/// Below EL3 it is SCR_EL3.{NSE, NS}: 00 Secure, 01 Non-secure, 11 Realm (10 is reserved); EL3 is Root.
/// Arm ARM (DDI 0487), section "Security states".
/// </remarks>
public enum SecurityState : byte
{
    /// <summary>Secure.</summary>
    Secure = 0,

    /// <summary>Non-secure.</summary>
    NonSecure = 1,

    /// <summary>Root: EL3.</summary>
    Root = 2,

    /// <summary>Realm.</summary>
    Realm = 3,
}
