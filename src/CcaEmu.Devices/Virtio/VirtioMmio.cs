using CcaEmu.Memory;

namespace CcaEmu.Devices.Virtio;

/// <summary>A virtio device behind registers: the MMIO transport, version 2.</summary>
/// <remarks>
/// VIRTIO 1.2, 4.2 "Virtio Over MMIO". Registers take aligned accesses of 32 bits; others read as zero and write nothing. A request that
/// makes no sense sets DEVICE_NEEDS_RESET and interrupts, and nothing is done until the driver resets the device.
/// </remarks>
public sealed class VirtioMmio : IMmioDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1000;

    private const ulong IndirectDescriptors = 1UL << 28, EventIndex = 1UL << 29, Version1 = 1UL << 32, AccessPlatform = 1UL << 33;
    private const uint FeaturesOk = 8, DriverOk = 4, NeedsReset = 64;
    private const uint UsedBuffer = 1, ConfigurationChange = 2;
    private const uint VendorId = 0x4141_4343; // "CCAA"

    private readonly VirtioDevice _device;
    private readonly SplitQueue[] _queues;
    private uint _status, _interruptStatus, _deviceFeaturesSelect, _driverFeaturesSelect, _queueSelect, _generation;
    private ulong _driverFeatures;

    /// <summary>A transport.</summary>
    /// <param name="device">What is behind it.</param>
    /// <param name="memory">The driver's memory.</param>
    public VirtioMmio(VirtioDevice device, IVirtioMemory memory)
    {
        _device = device;
        _queues = [.. Enumerable.Range(0, device.QueueCount).Select(_ => new SplitQueue(memory, device.QueueSizeMax))];
        device.Kick = Process;
    }

    /// <summary>The interrupt output: asserted while InterruptStatus is not 0.</summary>
    public InterruptOutput Interrupt { get; } = new();

    private ulong Features => _device.Features | IndirectDescriptors | EventIndex | Version1 | AccessPlatform;

    private SplitQueue? Selected => _queueSelect < (uint)_queues.Length ? _queues[_queueSelect] : null;

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes)
    {
        if (offset >= VirtioMmioRegisters.Config)
            return ReadConfiguration((int)(offset - VirtioMmioRegisters.Config), sizeBytes);
        return sizeBytes == 4 ? ReadRegister(offset) : 0;
    }

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if (offset >= VirtioMmioRegisters.Config)
        {
            for (int i = 0; i < sizeBytes; i++)
                _device.WriteConfiguration((int)(offset - VirtioMmioRegisters.Config) + i, (byte)(value >> (8 * i)));
        }
        else if (sizeBytes == 4)
        {
            WriteRegister(offset, (uint)value);
        }
        Drive();
    }

    private uint ReadRegister(ulong offset) => offset switch
    {
        VirtioMmioRegisters.MagicValue => 0x7472_6976,
        VirtioMmioRegisters.Version => 2,
        VirtioMmioRegisters.DeviceId => _device.DeviceId,
        VirtioMmioRegisters.VendorId => VendorId,
        VirtioMmioRegisters.DeviceFeatures => _deviceFeaturesSelect < 2 ? (uint)(Features >> (int)(32 * _deviceFeaturesSelect)) : 0,
        VirtioMmioRegisters.QueueSizeMax => Selected?.SizeMax ?? 0u,
        VirtioMmioRegisters.QueueReady => Selected is { IsReady: true } ? 1u : 0,
        VirtioMmioRegisters.InterruptStatus => _interruptStatus,
        VirtioMmioRegisters.Status => _status,
        >= VirtioMmioRegisters.SharedMemoryLengthLow and <= VirtioMmioRegisters.SharedMemoryBaseHigh => uint.MaxValue, // there is none
        VirtioMmioRegisters.ConfigGeneration => _generation,
        _ => 0,
    };

    private ulong ReadConfiguration(int offset, int sizeBytes)
    {
        ReadOnlySpan<byte> bytes = _device.Configuration;
        ulong value = 0;
        for (int i = 0; i < sizeBytes && offset + i < bytes.Length; i++)
            value |= (ulong)bytes[offset + i] << (8 * i);
        return value;
    }

    private void WriteRegister(ulong offset, uint value)
    {
        switch (offset)
        {
            case VirtioMmioRegisters.DeviceFeaturesSelect: _deviceFeaturesSelect = value; break;
            case VirtioMmioRegisters.DriverFeaturesSelect: _driverFeaturesSelect = value; break;
            case VirtioMmioRegisters.DriverFeatures: SetDriverFeatures(value); break;
            case VirtioMmioRegisters.QueueSelect: _queueSelect = value; break;
            case VirtioMmioRegisters.QueueNotify: Process((int)Math.Min(value, int.MaxValue)); break;
            case VirtioMmioRegisters.InterruptAck: _interruptStatus &= ~value; break;
            case VirtioMmioRegisters.Status: WriteStatus(value); break;
            default: WriteQueueRegister(offset, value); break;
        }
    }

    // A queue's registers are for the time before it is ready.
    private void WriteQueueRegister(ulong offset, uint value)
    {
        if (Selected is not { } queue)
            return;
        if (offset == VirtioMmioRegisters.QueueReady)
        {
            SetReady(queue, (value & 1) != 0);
            return;
        }
        if (queue.IsReady)
            return;
        switch (offset)
        {
            case VirtioMmioRegisters.QueueSize: queue.Size = (ushort)Math.Min(value, ushort.MaxValue); break;
            case VirtioMmioRegisters.QueueDescLow: queue.DescriptorTable = WithLow(queue.DescriptorTable, value); break;
            case VirtioMmioRegisters.QueueDescHigh: queue.DescriptorTable = WithHigh(queue.DescriptorTable, value); break;
            case VirtioMmioRegisters.QueueDriverLow: queue.AvailableRing = WithLow(queue.AvailableRing, value); break;
            case VirtioMmioRegisters.QueueDriverHigh: queue.AvailableRing = WithHigh(queue.AvailableRing, value); break;
            case VirtioMmioRegisters.QueueDeviceLow: queue.UsedRing = WithLow(queue.UsedRing, value); break;
            case VirtioMmioRegisters.QueueDeviceHigh: queue.UsedRing = WithHigh(queue.UsedRing, value); break;
        }
    }

    private void SetReady(SplitQueue queue, bool ready)
    {
        if (ready == queue.IsReady)
            return;
        if (!ready)
        {
            queue.Stop();
            return;
        }
        queue.HasIndirect = (_driverFeatures & IndirectDescriptors) != 0;
        queue.HasEventIndex = (_driverFeatures & EventIndex) != 0;
        queue.Start();
        if (queue.IsBroken)
            AskForReset();
    }

    private void SetDriverFeatures(uint value)
    {
        if ((_status & FeaturesOk) != 0 || _driverFeaturesSelect > 1)
            return;
        _driverFeatures = _driverFeaturesSelect == 0 ? WithLow(_driverFeatures, value) : WithHigh(_driverFeatures, value);
    }

    private void WriteStatus(uint value)
    {
        if (value == 0)
        {
            Reset();
            return;
        }
        // The driver takes no bit back but by a reset, and the device alone asks for one.
        uint status = (_status | value) & 0xFF & ~(NeedsReset & ~_status);
        bool acceptable = (_driverFeatures & ~Features) == 0 && (_driverFeatures & Version1) != 0;
        if ((status & FeaturesOk) != 0 && (_status & FeaturesOk) == 0 && !acceptable)
            status &= ~FeaturesOk;
        bool starts = (status & DriverOk) != 0 && (_status & DriverOk) == 0;
        _status = status;
        for (int i = 0; starts && i < _queues.Length; i++)
            Process(i); // a notification may have come too early
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _status = _interruptStatus = 0;
        _driverFeatures = 0;
        _deviceFeaturesSelect = _driverFeaturesSelect = _queueSelect = 0;
        foreach (SplitQueue queue in _queues)
            queue.Reset();
        _device.Reset();
        Drive();
    }

    private void Process(int index)
    {
        if ((_status & (DriverOk | NeedsReset)) != DriverOk || (uint)index >= (uint)_queues.Length || !_queues[index].IsReady)
            return;
        SplitQueue queue = _queues[index];
        queue.BeginVisit();
        bool sensible = _device.Process(index, queue) && !queue.IsBroken;
        if (queue.TakeInterrupt())
            _interruptStatus |= UsedBuffer;
        if (!sensible || queue.IsBroken)
            AskForReset();
        Drive();
    }

    private void AskForReset()
    {
        _status |= NeedsReset;
        if ((_status & DriverOk) != 0)
            _interruptStatus |= ConfigurationChange;
        _generation++;
    }

    private void Drive() => Interrupt.Set(_interruptStatus != 0);

    private static ulong WithLow(ulong old, uint value) => (old & ~0xFFFF_FFFFUL) | value;

    private static ulong WithHigh(ulong old, uint value) => (uint)old | (ulong)value << 32;
}
