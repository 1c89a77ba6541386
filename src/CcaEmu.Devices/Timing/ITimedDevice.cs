namespace CcaEmu.Devices.Timing;

/// <summary>Something on the board that does something by itself when a moment of virtual time has come.</summary>
/// <remarks>It tells <see cref="IDeviceClock.Reschedule"/> when its next moment has changed.</remarks>
public interface ITimedDevice
{
    /// <summary>System counter value of its next event; null where none will come by time alone.</summary>
    ulong? NextEvent { get; }

    /// <summary>Does what is due.</summary>
    /// <param name="count">The system counter now, at or behind <see cref="NextEvent"/>. Afterwards the next event must be later.</param>
    void Advance(ulong count);
}
