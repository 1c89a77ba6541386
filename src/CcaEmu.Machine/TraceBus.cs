using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Machine;

/// <summary>Carries every exception and exception return to whoever listens. With nobody listening an event costs one digest update.</summary>
/// <remarks>
/// SMC, HVC, RMI, RSI, world switches and REC exits are all made of these two events, so what is built on the bus (trace, ledger, summary)
/// works alike for managed and native layers.
/// </remarks>
public sealed class TraceBus : IPeObserver
{
    private IPeObserver[] _listeners = [];

    /// <summary>The digest every event goes into.</summary>
    public RunDigest Digest { get; } = new();

    /// <summary>
    /// Exceptions and exception returns so far, over all PEs: the order in which things happen. Modelled time is none, since PEs take turns and one may
    /// be ahead of another.
    /// </summary>
    public ulong EventCount { get; private set; }

    /// <summary>Adds a listener for the life of the machine.</summary>
    /// <param name="listener">Who is told, in the order of subscription.</param>
    public void Subscribe(IPeObserver listener) => _listeners = [.. _listeners, listener];

    /// <summary>Told of each reset of the board before it happens: who asked for it, and when in modelled cycles.</summary>
    public event Action<ResetCause, ulong>? Resetting;

    /// <summary>The board is about to be reset.</summary>
    internal void OnReset(ResetCause cause, ulong cycles)
    {
        Digest.OnReset(cause, cycles);
        Resetting?.Invoke(cause, cycles);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        EventCount++;
        Digest.OnException(pe, taken);
        foreach (IPeObserver listener in _listeners)
            listener.OnException(pe, taken);
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        EventCount++;
        Digest.OnExceptionReturn(pe, from, fromState);
        foreach (IPeObserver listener in _listeners)
            listener.OnExceptionReturn(pe, from, fromState);
    }
}
