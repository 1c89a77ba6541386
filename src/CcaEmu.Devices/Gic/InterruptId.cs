namespace CcaEmu.Devices.Gic;

/// <summary>Kinds of interrupt numbers.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "INTIDs".</remarks>
internal static class InterruptId
{
    public const uint FirstPpi = 16;
    public const uint FirstSpi = 32;
    public const uint FirstLpi = 8192;

    /// <summary>At EL3: the highest pending interrupt is Secure Group 1, for IAR1.</summary>
    public const uint SecureGroup1 = 1020;

    /// <summary>At EL3: the highest pending interrupt is Non-secure Group 1, for IAR1.</summary>
    public const uint NonSecureGroup1 = 1021;

    /// <summary>Nothing to acknowledge.</summary>
    public const uint Spurious = 1023;

    /// <summary>Whether a number is an answer and no interrupt.</summary>
    public static bool IsSpecial(uint id) => id is >= SecureGroup1 and <= Spurious;

    /// <summary>Whether a number is an LPI.</summary>
    public static bool IsLpi(uint id) => id >= FirstLpi;
}
