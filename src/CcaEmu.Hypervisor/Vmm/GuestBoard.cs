using CcaEmu.Devices;
using CcaEmu.Devices.Serial;
using CcaEmu.Devices.Virtio;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>The devices of a guest, at the places of <see cref="GuestMemoryLayout"/>, with their interrupts and what is behind them.</summary>
internal sealed class GuestBoard
{
    private const uint FirstSpi = 32;

    private readonly List<DeviceWindow> _windows = [];
    private readonly List<(uint Spi, InterruptOutput Output)> _interrupts = [];
    private readonly GuestDma _dma;

    /// <summary>Makes the devices.</summary>
    /// <param name="launch">Says which.</param>
    /// <param name="console">Takes what the guest prints, by either console.</param>
    public GuestBoard(RealmLaunch launch, Action<byte> console)
    {
        _dma = new GuestDma(launch.Kind == GuestKind.Realm ? 1UL << (launch.EffectiveIpaBits - 1) : 0);
        var uart = new Pl011(console);
        Place(GuestMemoryLayout.Uart, Pl011.WindowBytes, uart, GuestMemoryLayout.UartSpi, uart.Interrupt);
        PlaceVirtio(GuestMemoryLayout.VirtioConsole, GuestMemoryLayout.VirtioConsoleSpi, new VirtioConsole(console));
        if (launch.Disk is { } disk)
            PlaceVirtio(GuestMemoryLayout.VirtioBlock, GuestMemoryLayout.VirtioBlockSpi, new VirtioBlock(disk, "ccaemu-disk"));
        Devices = new GuestDevices(_windows);
    }

    /// <summary>The devices by address.</summary>
    public GuestDevices Devices { get; }

    /// <summary>Connects the devices to a virtual machine that has an interrupt controller.</summary>
    /// <param name="vm">The virtual machine.</param>
    /// <param name="ram">The VMM's memory behind its RAM.</param>
    public void Connect(VirtualMachine vm, UserMemory ram)
    {
        _dma.Memory = ram;
        foreach ((uint spi, InterruptOutput output) in _interrupts)
            output.Changed = asserted => vm.IrqLine(FirstSpi + spi, asserted);
    }

    private void PlaceVirtio(ulong address, uint spi, VirtioDevice device)
    {
        var transport = new VirtioMmio(device, _dma);
        Place(address, VirtioMmio.WindowBytes, transport, spi, transport.Interrupt);
    }

    private void Place(ulong address, ulong sizeBytes, IMmioDevice device, uint spi, InterruptOutput interrupt)
    {
        _windows.Add(new DeviceWindow(address, sizeBytes, device));
        _interrupts.Add((spi, interrupt));
    }
}
