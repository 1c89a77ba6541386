using CcaEmu.Arm;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>What tells a call that is under way from every other.</summary>
internal readonly record struct CallKey(bool IsCall, int PeIndex, SecurityState State, ExceptionLevel Level, ulong StartInstructions, ulong StartCycles)
{
    public static CallKey Of(in CallRecord call) =>
        new(true, call.PeIndex, call.CallerState, call.CallerLevel, call.StartInstructions, call.StartCycles);
}
