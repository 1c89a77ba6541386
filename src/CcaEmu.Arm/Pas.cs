namespace CcaEmu.Arm;

/// <summary>A physical address space, numbered by the two bits NSE:NS.</summary>
/// <remarks>Arm ARM (DDI 0487), section "Physical address spaces".</remarks>
public enum Pas : byte
{
    /// <summary>Secure, NSE:NS = 00.</summary>
    Secure = 0,

    /// <summary>Non-secure, NSE:NS = 01.</summary>
    NonSecure = 1,

    /// <summary>Root, NSE:NS = 10.</summary>
    Root = 2,

    /// <summary>Realm, NSE:NS = 11.</summary>
    Realm = 3,
}
