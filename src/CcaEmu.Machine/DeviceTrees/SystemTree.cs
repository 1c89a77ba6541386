namespace CcaEmu.Machine.DeviceTrees;

/// <summary>Makes the device tree of a system.</summary>
/// <remarks>
/// Devicetree Specification v0.4 and the bindings it is used with: arm/cpus, arm/psci, arm,gic-v3, arm,arch_timer, arm,pl011, arm,pl031,
/// arm,sp805, arm,sbsa-gwdt and virtio/mmio.
/// </remarks>
public static class SystemTree
{
    private const uint GicHandle = 1, ClockHandle = 2;
    private const uint Spi = 0, Ppi = 1, LevelHigh = 4;
    private const int GuestTimers = 3; // those of EL1
    private const uint DeviceClockHz = 24_000_000;
    private const ulong WindowBytes = 0x1000;

    // EL3 (Secure) physical, EL1 physical, EL1 virtual, EL2 physical, EL2 virtual: PPI numbers are INTIDs less 16.
    private static ReadOnlySpan<uint> TimerPpis => [13, 14, 11, 10, 12];

    /// <summary>Makes the blob.</summary>
    /// <param name="system">What to describe.</param>
    public static byte[] Write(SystemDescription system) => FlattenedDeviceTree.Write(Build(system));

    /// <summary>Makes the tree.</summary>
    /// <param name="system">What to describe.</param>
    public static DeviceTreeNode Build(SystemDescription system)
    {
        var root = new DeviceTreeNode("");
        root.Text("model", system.Model).Text("compatible", [.. system.Compatible]);
        root.Cells("#address-cells", 2).Cells("#size-cells", 2);
        if (system.Distributor is not null)
            root.Cells("interrupt-parent", GicHandle);
        AddChosen(root, system);
        AddPsci(root, system);
        AddCpus(root, system);
        foreach ((ulong address, ulong size) in system.Memory)
            root.Add($"memory@{address:x}").Text("device_type", "memory").Wide("reg", address, size);
        if (system.Distributor is { } distributor)
        {
            AddInterruptController(root, system, distributor);
            AddTimer(root, system.HasEL2 ? TimerPpis : TimerPpis[..GuestTimers]);
            if (system.MonitorPpi is { } monitors)
                root.Add("pmu").Text("compatible", "arm,armv8-pmuv3").Cells("interrupts", Ppi, monitors, LevelHigh);
        }
        root.Add("clock-24000000").Text("compatible", "fixed-clock").Cells("#clock-cells", 0).Cells("clock-frequency", DeviceClockHz)
            .Text("clock-output-names", "clk24mhz").Cells("phandle", ClockHandle);
        AddDevices(root, system);
        return root;
    }

    /// <summary>Says in a tree what the kernel is started with, in the place of what it says of that already.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="bootArguments">Command line; null leaves what is there.</param>
    /// <param name="initialRamDisk">First byte of the initial RAM disk, and the first behind it; null leaves what is there.</param>
    public static void Choose(DeviceTreeNode root, string? bootArguments, (ulong Start, ulong End)? initialRamDisk)
    {
        DeviceTreeNode chosen = root.Child("chosen");
        if (bootArguments is not null)
            chosen.Text("bootargs", bootArguments);
        if (initialRamDisk is { } disk)
            chosen.Wide("linux,initrd-start", disk.Start).Wide("linux,initrd-end", disk.End);
    }

    private static void AddChosen(DeviceTreeNode root, SystemDescription system)
    {
        if (system.Uarts.Count > 0)
            root.Child("chosen").Text("stdout-path", $"/bus/serial@{system.Uarts[0].Base:x}");
        Choose(root, system.BootArguments, system.InitialRamDisk);
    }

    private static void AddPsci(DeviceTreeNode root, SystemDescription system) =>
        root.Add("psci").Text("compatible", "arm,psci-1.0", "arm,psci-0.2").Text("method", system.PsciByHvc ? "hvc" : "smc");

    private static void AddCpus(DeviceTreeNode root, SystemDescription system)
    {
        DeviceTreeNode cpus = root.Add("cpus").Cells("#address-cells", 2).Cells("#size-cells", 0);
        foreach (ulong affinity in system.Affinities)
        {
            cpus.Add($"cpu@{affinity:x}").Text("device_type", "cpu").Text("compatible", "arm,armv8").Wide("reg", affinity)
                .Text("enable-method", "psci");
        }
    }

    private static void AddInterruptController(DeviceTreeNode root, SystemDescription system, ulong distributor)
    {
        DeviceTreeNode gic = root.Add($"interrupt-controller@{distributor:x}").Text("compatible", "arm,gic-v3").Cells("#interrupt-cells", 3)
            .Cells("#address-cells", 2).Cells("#size-cells", 2).Flag("ranges").Flag("interrupt-controller")
            .Wide("reg", distributor, 0x1_0000, system.Redistributors, (ulong)system.Affinities.Count * 0x2_0000)
            .Cells("phandle", GicHandle);
        if (system.HasEL2)
            gic.Cells("interrupts", Ppi, 9, LevelHigh);
        if (system.TranslationService is { } its)
        {
            gic.Add($"msi-controller@{its:x}").Text("compatible", "arm,gic-v3-its").Flag("msi-controller").Cells("#msi-cells", 1)
                .Wide("reg", its, 0x2_0000);
        }
    }

    private static void AddTimer(DeviceTreeNode root, ReadOnlySpan<uint> ppis)
    {
        var cells = new uint[ppis.Length * 3];
        for (int i = 0; i < ppis.Length; i++)
            (cells[3 * i], cells[3 * i + 1], cells[3 * i + 2]) = (Ppi, ppis[i], LevelHigh);
        root.Add("timer").Text("compatible", "arm,armv8-timer").Cells("interrupts", cells);
    }

    private static void AddDevices(DeviceTreeNode root, SystemDescription system)
    {
        bool interrupts = system.Distributor is not null;
        DeviceTreeNode bus = root.Add("bus").Text("compatible", "simple-bus").Cells("#address-cells", 2).Cells("#size-cells", 2).Flag("ranges");
        foreach ((ulong Base, uint Spi) uart in system.Uarts)
            Peripheral(bus, "serial", uart, interrupts, "arm,pl011", "uartclk");
        if (system.Rtc is { } rtc)
            Peripheral(bus, "rtc", rtc, interrupts, "arm,pl031");
        if (system.Watchdog is { } watchdog)
            Peripheral(bus, "watchdog", watchdog, interrupts, "arm,sp805", "wdog_clk");
        if (system.GenericWatchdog is { } generic)
        {
            DeviceTreeNode node = bus.Add($"watchdog@{generic.Control:x}").Text("compatible", "arm,sbsa-gwdt")
                .Wide("reg", generic.Control, WindowBytes, generic.Refresh, WindowBytes);
            if (interrupts)
                node.Cells("interrupts", Spi, generic.Spi, LevelHigh);
        }
        foreach ((ulong Base, uint Spi) virtio in system.VirtioTransports)
            Device(bus, "virtio", virtio, interrupts).Text("compatible", "virtio,mmio").Flag("dma-coherent");
    }

    private static void Peripheral(
        DeviceTreeNode bus, string name, (ulong Base, uint Spi) place, bool interrupts, string compatible, params ReadOnlySpan<string> clocks)
    {
        string[] names = [.. clocks, "apb_pclk"];
        Device(bus, name, place, interrupts).Text("compatible", compatible, "arm,primecell").Text("clock-names", names)
            .Cells("clocks", Enumerable.Repeat(ClockHandle, names.Length).ToArray());
    }

    private static DeviceTreeNode Device(DeviceTreeNode bus, string name, (ulong Base, uint Spi) place, bool interrupts)
    {
        DeviceTreeNode node = bus.Add($"{name}@{place.Base:x}").Wide("reg", place.Base, WindowBytes);
        return interrupts ? node.Cells("interrupts", Spi, place.Spi, LevelHigh) : node;
    }
}
