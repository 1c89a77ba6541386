using CcaEmu.Devices.Timing;

namespace CcaEmu.Devices.Tests;

/// <summary>Virtual time that a test moves: 1000 ticks to a second. Devices do what is due on the way.</summary>
internal sealed class TestClock : IDeviceClock
{
    private readonly List<ITimedDevice> _devices = [];

    public ulong Count { get; private set; }

    public ulong Frequency => 1000;

    public int Reschedules { get; private set; }

    public void Add(ITimedDevice device) => _devices.Add(device);

    public void Reschedule(ITimedDevice device) => Reschedules++;

    public void GoTo(ulong count)
    {
        while (_devices.Where(device => device.NextEvent <= count).MinBy(device => device.NextEvent) is { } next)
        {
            Count = Math.Max(Count, next.NextEvent!.Value);
            next.Advance(Count);
            Assert.That(next.NextEvent, Is.Null.Or.GreaterThan(Count), "the next event must be later");
        }
        Count = count;
    }
}
