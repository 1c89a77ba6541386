namespace CcaEmu.Arm.Rmi;

/// <summary>What an output address argument of a range command is.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiAddrType.</remarks>
public enum RmiAddressType : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>One address range descriptor.</summary>
    Single = 1,

    /// <summary>The address of a list of address range descriptors.</summary>
    List = 2,
}
