using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>How the last Realm was put together: what its RIM is made of, in order, and what its first REC starts with.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "Realm Initial Measurement"; type RmiRecParams.</remarks>
public sealed class RealmBuildLog : ICallObserver
{
    /// <summary>Most pages that are kept, the first ones.</summary>
    public const int Capacity = 1 << 16;

    private readonly List<(ulong Ipa, bool IsMeasured)> _pages = [];
    private ulong? _wantedArgument;

    /// <summary>Pages of RMI_RTT_DATA_MAP_INIT calls that succeeded, in order.</summary>
    public IReadOnlyList<(ulong Ipa, bool IsMeasured)> Pages => _pages;

    /// <summary>X0 that the first runnable REC starts with: the device tree, where there is one; null where the parameters could not be read.</summary>
    public ulong? FirstArgument { get; private set; }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (call.Is(RmiCommand.RecCreate))
            _wantedArgument = Read(pe, call.Arguments[3] + RmiRecParamsLayout.Gprs);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Outcome != CallOutcome.Returned || new RmiResult(call.Results[0]).Status is not (RmiStatus.Success or RmiStatus.Incomplete))
            return;
        if (call.Is(RmiCommand.RealmCreate))
        {
            _pages.Clear();
            FirstArgument = null;
        }
        else if (call.Is(RmiCommand.RecCreate))
            FirstArgument ??= _wantedArgument;
        else if (call.Is(RmiCommand.RttDataMapInit) && _pages.Count < Capacity)
            _pages.Add((call.Arguments[3], ((RmiDataFlags)call.Arguments[5] & RmiDataFlags.Measure) != 0));
    }

    private static ulong? Read(ProcessingElement pe, ulong address) =>
        pe.Physical.Peek(new PhysicalAddress(address, Pas.NonSecure), sizeof(ulong), out ulong value).Ok ? value : null;
}
