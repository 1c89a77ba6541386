namespace CcaEmu.Devices.Timing;

/// <summary>Virtual time as a device sees it.</summary>
public interface IDeviceClock
{
    /// <summary>The system counter now; it never goes back.</summary>
    ulong Count { get; }

    /// <summary>Ticks of the system counter in a second.</summary>
    ulong Frequency { get; }

    /// <summary>Tells that a device's next event has moved.</summary>
    /// <param name="device">The device.</param>
    void Reschedule(ITimedDevice device);
}
