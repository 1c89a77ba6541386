using CcaEmu.Arm.Rmi;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>A call, and how often it was made in a row with the same outcome.</summary>
/// <param name="Call">The last of them.</param>
/// <param name="Times">How often.</param>
public readonly record struct RepeatedCall(CallRecord Call, int Times)
{
    /// <summary>Whether a call says the same again: a REC that exits for the same page of a device, as for each character of a console.</summary>
    /// <param name="earlier">The call before.</param>
    /// <param name="later">The call behind it.</param>
    internal static bool IsSame(in CallRecord earlier, in CallRecord later) =>
        later.Exit is { Reason: RmiRecExitReason.Sync } exit && earlier.Exit is { Reason: RmiRecExitReason.Sync } before && exit.Detail1 == before.Detail1
        && later.PeIndex == earlier.PeIndex && later.FunctionId == earlier.FunctionId && later.Arguments[1] == earlier.Arguments[1];
}
