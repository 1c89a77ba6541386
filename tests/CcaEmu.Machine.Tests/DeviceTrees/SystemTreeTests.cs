using System.Buffers.Binary;
using System.Diagnostics;
using CcaEmu.Devices.Virtio;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.DeviceTrees;

namespace CcaEmu.Machine.Tests.DeviceTrees;

public sealed class SystemTreeTests
{
    private const string Compiler = "/usr/bin/dtc";

    [Test]
    public void The_blob_has_the_header_of_version_17_and_ends_where_it_says()
    {
        byte[] blob = SystemTree.Write(Full(1));
        uint Word(int index) => BinaryPrimitives.ReadUInt32BigEndian(blob.AsSpan(index * 4));
        Assert.That((Word(0), Word(1), Word(5), Word(6)), Is.EqualTo((0xD00D_FEEDu, (uint)blob.Length, 17u, 16u)));
        Assert.That(Word(2) + Word(9), Is.EqualTo(Word(3)), "the strings follow the structure");
        Assert.That(Word(3) + Word(8), Is.InRange(blob.Length - 7, blob.Length));
    }

    // The compiler of the device tree's authors, all of whose warnings count.
    [Test]
    public void Dtc_parses_it_without_a_warning([Values(1, 4, 8)] int pes, [Values] bool full)
    {
        if (!File.Exists(Compiler))
            Assert.Ignore("device-tree-compiler is not installed");
        string source = Decompile(SystemTree.Write(full ? Full(pes) : Bare(pes)), out string errors);
        Assert.That(errors, Is.Empty, source);
        Assert.That(source.Split("device_type = \"cpu\"").Length - 1, Is.EqualTo(pes));
        Assert.That(source, Does.Contain("memory@80000000").And.Contain("arm,psci-1.0"));
        if (full)
        {
            Assert.That(source, Does.Contain("reg = <0x00 0x2f000000 0x00 0x10000 0x00 0x2f100000 0x00 0x" + (pes * 0x2_0000).ToString("x") + ">"));
            Assert.That(source, Does.Contain("interrupts = <0x01 0x0d 0x04 0x01 0x0e 0x04 0x01 0x0b 0x04 0x01 0x0a 0x04 0x01 0x0c 0x04>"), "the timers");
            Assert.That(source, Does.Contain("arm,sbsa-gwdt").And.Contain("reg = <0x00 0x2a440000 0x00 0x1000 0x00 0x2a450000 0x00 0x1000>"));
            Assert.That(source, Does.Contain("virtio@1c130000").And.Contain("bootargs = \"console=ttyAMA0\"").And.Contain("linux,initrd-end"));
        }
    }

    [Test]
    public void The_board_describes_itself()
    {
        using var machine = new Machine(new MachineOptions { PeCount = 6 });
        using var devices = new FvpDevices(machine, new FvpDeviceOptions { Disk = new MemoryDisk(new byte[512]), Console = _ => { } });
        SystemDescription board = devices.Describe();
        Assert.That(board.Affinities, Is.EqualTo(new ulong[] { 0, 0x100, 0x200, 0x300, 0x1_0000, 0x1_0100 }));
        Assert.That(board.VirtioTransports, Is.EqualTo(new[] { (0x1C13_0000ul, 42u), (0x1C14_0000ul, 43u) }));
        foreach ((ulong address, uint _) in board.VirtioTransports.Concat(board.Uarts).Append(board.Rtc!.Value).Append(board.Watchdog!.Value))
            Assert.That(machine.Memory.Windows.Any(window => window.Base == address), $"a device at 0x{address:x}");
    }

    private static SystemDescription Bare(int pes) => new()
    {
        Affinities = [.. Enumerable.Range(0, pes).Select(i => (ulong)(i & 3) << 8 | (ulong)(i >> 2) << 16)],
        Memory = [(0x8000_0000, 0x400_0000)],
    };

    private static SystemDescription Full(int pes) => Bare(pes) with
    {
        Memory = [(0x8000_0000, 0x7DC0_0000), (0x8_8000_0000, 0x8000_0000)],
        Uarts = [(0x1C09_0000, 5), (0x1C0A_0000, 6)],
        VirtioTransports = [(0x1C13_0000, 42)],
        Rtc = (0x1C17_0000, 4),
        Watchdog = (0x1C0F_0000, 0),
        GenericWatchdog = (0x2A44_0000, 0x2A45_0000, 27),
        Distributor = 0x2F00_0000,
        Redistributors = 0x2F10_0000,
        TranslationService = 0x2F02_0000,
        BootArguments = "console=ttyAMA0",
        InitialRamDisk = (0x8800_0000, 0x8810_0000),
    };

    private static string Decompile(byte[] blob, out string errors)
    {
        using Process dtc = Process.Start(new ProcessStartInfo(Compiler, "-I dtb -O dts -")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        dtc.StandardInput.BaseStream.Write(blob);
        dtc.StandardInput.Close();
        Task<string> problems = dtc.StandardError.ReadToEndAsync();
        string source = dtc.StandardOutput.ReadToEnd();
        errors = problems.Result;
        dtc.WaitForExit();
        Assert.That(dtc.ExitCode, Is.Zero, errors);
        return source;
    }
}
