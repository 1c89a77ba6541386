using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <content>The local exclusive monitor and its part of the global one.</content>
public sealed unsafe partial class ProcessingElement : IExclusiveOwner
{
    private ExclusiveMonitor _exclusive;

    /// <summary>What the last load-exclusive marked, as far as it has not been cleared.</summary>
    internal ExclusiveMonitor ExclusiveMonitor => _exclusive;

    private ExclusiveReservations Reservations => Physical.Memory.Exclusives;

    /// <summary>The global monitor's mark was cleared by another observer: the local one goes with it, and WFE wakes up.</summary>
    void IExclusiveOwner.OnMarkCleared()
    {
        _exclusive = default;
        EventRegister = true;
    }

    /// <summary>A load-exclusive marks its location.</summary>
    internal void MarkExclusive(byte* host, int size)
    {
        _exclusive = new ExclusiveMonitor(true, (ulong)host, size);
        Reservations.Mark(Physical.Observer, (ulong)host);
    }

    /// <summary>CLREX, a store-exclusive, an exception return: nothing is marked any more.</summary>
    internal void ClearExclusive()
    {
        if (!_exclusive.Marked)
            return;
        _exclusive = default;
        Reservations.Clear(Physical.Observer);
    }

    // Another PE has marked something: no page may be written past the monitor until this PE has looked at it again.
    private void WatchForeignMarks()
    {
        if (!Reservations.AnyMarkedByOther(Physical.Observer))
            return;
        ForgetWritesInTlbs();
    }
}
