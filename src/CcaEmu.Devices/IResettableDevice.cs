namespace CcaEmu.Devices;

/// <summary>A device whose registers a reset of the board puts back.</summary>
public interface IResettableDevice
{
    /// <summary>Puts registers and interrupt output into the reset state; what is plugged into the device (characters, disks) stays.</summary>
    void Reset();
}
