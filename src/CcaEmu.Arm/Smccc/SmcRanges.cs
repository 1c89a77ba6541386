namespace CcaEmu.Arm.Smccc;

/// <summary>To which interface a function identifier belongs, known function or not: what a dispatcher asks first.</summary>
/// <remarks>
/// All are fast calls of the standard secure service owner. RMM specification 2.0-bet1 (DEN0137), section on function identifier
/// allocation; Trusted Firmware-A's RMM-EL3 communication interface 2.0; Power State Coordination Interface (DEN0022). The SVE hint is
/// ignored.
/// </remarks>
public static class SmcRanges
{
    private const uint FastStandard32 = 0x8400_0000;
    private const uint FastStandard64 = 0xC400_0000;
    private const ushort ReqComplete = 0x18F;

    /// <summary>RMI: SMC64, numbers 0x150 to 0x18E and 0x1D0 to 0x2CF.</summary>
    /// <param name="functionId">The identifier.</param>
    /// <returns>True for a call that goes from host to RMM.</returns>
    public static bool IsRmi(SmcFunctionId functionId) =>
        IsStandard64(functionId) && functionId.Number is ((>= 0x150 and < ReqComplete) or (>= 0x1D0 and <= 0x2CF));

    /// <summary>RSI: SMC64, numbers 0x190 to 0x1AF.</summary>
    /// <param name="functionId">The identifier.</param>
    /// <returns>True for a call that goes from Realm to RMM.</returns>
    public static bool IsRsi(SmcFunctionId functionId) => IsStandard64(functionId) && functionId.Number is >= 0x190 and <= 0x1AF;

    /// <summary>RMM-EL3: SMC64, number 0x18F and numbers 0x1B0 to 0x1CF.</summary>
    /// <param name="functionId">The identifier.</param>
    /// <returns>True for a call that goes from RMM to monitor.</returns>
    public static bool IsRmmEl3(SmcFunctionId functionId) =>
        IsStandard64(functionId) && functionId.Number is (ReqComplete or (>= 0x1B0 and <= 0x1CF));

    /// <summary>FIRME: SMC64, numbers 0x400 to 0x412.</summary>
    /// <param name="functionId">The identifier.</param>
    /// <returns>True for a call that a world makes to the monitor.</returns>
    public static bool IsFirme(SmcFunctionId functionId) => IsStandard64(functionId) && functionId.Number is >= 0x400 and <= 0x412;

    /// <summary>PSCI: SMC32 or SMC64, numbers 0 to 0x1F.</summary>
    /// <param name="functionId">The identifier.</param>
    /// <returns>True for a PSCI call.</returns>
    public static bool IsPsci(SmcFunctionId functionId) =>
        (functionId.WithoutSveHint.Value & ~0x1Fu) is FastStandard32 or FastStandard64;

    private static bool IsStandard64(SmcFunctionId functionId) =>
        (functionId.WithoutSveHint.Value & 0xFFFF_0000) == FastStandard64;
}
