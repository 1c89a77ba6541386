namespace CcaEmu.Arm.Smccc;

/// <summary>Return values of the calling convention itself, in W0 or X0.</summary>
/// <remarks>SMC Calling Convention (DEN0028), section "Unknown Function Identifier" and "Arm Architecture Calls".</remarks>
public static class SmcccStatus
{
    /// <summary>SUCCESS.</summary>
    public const long Success = 0;

    /// <summary>NOT_SUPPORTED; also the answer to an unknown function identifier.</summary>
    public const long NotSupported = -1;

    /// <summary>NOT_REQUIRED.</summary>
    public const long NotRequired = -2;

    /// <summary>INVALID_PARAMETER.</summary>
    public const long InvalidParameter = -3;

    /// <summary>X0 for an unknown function identifier: all ones.</summary>
    public const ulong UnknownFunction = ulong.MaxValue;

    /// <summary>The answer of SMCCC_VERSION for version 1.5.</summary>
    public const uint Version1_5 = 0x0001_0005;
}
