namespace CcaEmu.Arm.Rmi;

/// <summary>What the Realm expects at an IPA of its protected half.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRipas, and RsiRipas with the same values.</remarks>
public enum Ripas : byte
{
    /// <summary>Nothing: an access is an external abort in the Realm.</summary>
    Empty = 0,

    /// <summary>Memory.</summary>
    Ram = 1,

    /// <summary>The host took memory away without being asked.</summary>
    Destroyed = 2,

    /// <summary>An assigned device.</summary>
    Dev = 3,
}
