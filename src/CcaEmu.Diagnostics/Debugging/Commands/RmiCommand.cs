using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary><c>monitor rmi</c>: the last calls between host, RMM and Realm.</summary>
internal sealed class RmiCommand : IMonitorCommand
{
    private const int Usual = 20;

    /// <inheritdoc/>
    public string Name => "rmi";

    /// <inheritdoc/>
    public string Help => MonitorText.Of($"[N]: the last N calls (RMI, RSI, PSCI) with arguments and results, at most {CallHistory.Capacity}; {Usual} without N");

    /// <inheritdoc/>
    public string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments)
    {
        ulong wanted = Usual;
        if (arguments.Count > 1 || (arguments.Count == 1 && (!MonitorText.TryNumber(arguments[0], out wanted) || wanted is 0 or > CallHistory.Capacity)))
            return MonitorText.Expected(MonitorText.Of($"a number from 1 to {CallHistory.Capacity} or nothing"), arguments);
        return string.Join('\n', run.Evidence.Events.Calls.TakeLast((int)wanted).Select(Line).DefaultIfEmpty("no call has been made yet"));
    }

    private static string Line(CallRecord call) => MonitorText.Of(
        $"{VirtualClock.NanosecondsAt(call.StartCycles) / 1000,12:F3} us PE{call.PeIndex} {WorldNames.Of(call.CallerState, call.CallerLevel),-6} {call.DescribeCall()} → {call.DescribeResult()}");
}
