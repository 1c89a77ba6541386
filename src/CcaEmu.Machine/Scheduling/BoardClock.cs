using CcaEmu.Devices.Timing;
using CcaEmu.Machine.Board;

namespace CcaEmu.Machine.Scheduling;

/// <summary>Virtual time as devices see it, and the events that they wait for.</summary>
/// <remarks>
/// PEs are at most a quantum apart, each with its own time. A device sees the time of the PE that accesses it, but never goes back: what one PE
/// has made it do has been done when another, behind in time, comes to it.
/// </remarks>
public sealed class BoardClock : IDeviceClock
{
    private readonly List<ITimedDevice> _devices = [];
    private readonly Func<ulong> _cycles;
    private readonly Action<ulong> _changed;
    private ulong _latest;

    internal BoardClock(Func<ulong> cycles, Action<ulong> changed) => (_cycles, _changed) = (cycles, changed);

    /// <inheritdoc/>
    public ulong Count => VirtualClock.CountAt(Cycles);

    /// <inheritdoc/>
    public ulong Frequency => VirtualClock.CounterFrequency;

    /// <summary>Modelled cycles now.</summary>
    internal ulong Cycles => _latest = Math.Max(_latest, _cycles());

    /// <summary>Whether a device does something by time alone, if nothing else happens.</summary>
    public bool HasEvent => NextEventCycles is not null;

    /// <summary>Modelled cycles at the next event of any device; null where none will come by time alone.</summary>
    internal ulong? NextEventCycles
    {
        get
        {
            ulong? soonest = null;
            foreach (ITimedDevice device in _devices)
            {
                if (device.NextEvent is { } next && (soonest is null || next < soonest))
                    soonest = next;
            }
            return soonest is { } count ? VirtualClock.CyclesAt(count) : null;
        }
    }

    /// <summary>Adds a device whose events the machine sees to, for the machine's life.</summary>
    /// <param name="device">The device.</param>
    public void Add(ITimedDevice device) => _devices.Add(device);

    /// <inheritdoc/>
    /// <remarks>A run under way ends in time for it.</remarks>
    public void Reschedule(ITimedDevice device)
    {
        if (device.NextEvent is { } next)
            _changed(VirtualClock.CyclesAt(next));
    }

    /// <summary>Has all devices do what is due.</summary>
    /// <param name="cycles">Modelled cycles now.</param>
    internal void Advance(ulong cycles)
    {
        _latest = Math.Max(_latest, cycles);
        ulong count = VirtualClock.CountAt(cycles);
        foreach (ITimedDevice device in _devices)
        {
            if (device.NextEvent <= count)
                device.Advance(count);
        }
    }
}
