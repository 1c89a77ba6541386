namespace CcaEmu.Devices.Virtio;

/// <summary>Offsets of the virtio MMIO transport's registers.</summary>
/// <remarks>VIRTIO 1.2, 4.2.2 "MMIO Device Register Layout", whose names these are without their prefix.</remarks>
internal static class VirtioMmioRegisters
{
    public const ulong MagicValue = 0x000;
    public const ulong Version = 0x004;
    public const ulong DeviceId = 0x008;
    public const ulong VendorId = 0x00C;
    public const ulong DeviceFeatures = 0x010;
    public const ulong DeviceFeaturesSelect = 0x014;
    public const ulong DriverFeatures = 0x020;
    public const ulong DriverFeaturesSelect = 0x024;
    public const ulong QueueSelect = 0x030;
    public const ulong QueueSizeMax = 0x034;
    public const ulong QueueSize = 0x038;
    public const ulong QueueReady = 0x044;
    public const ulong QueueNotify = 0x050;
    public const ulong InterruptStatus = 0x060;
    public const ulong InterruptAck = 0x064;
    public const ulong Status = 0x070;
    public const ulong QueueDescLow = 0x080;
    public const ulong QueueDescHigh = 0x084;
    public const ulong QueueDriverLow = 0x090;
    public const ulong QueueDriverHigh = 0x094;
    public const ulong QueueDeviceLow = 0x0A0;
    public const ulong QueueDeviceHigh = 0x0A4;
    public const ulong SharedMemoryLengthLow = 0x0B0;
    public const ulong SharedMemoryBaseHigh = 0x0BC;
    public const ulong ConfigGeneration = 0x0FC;
    public const ulong Config = 0x100;
}
