namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>firmware/workloads: bare-metal programs from C and assembly, whose checksums QEMU 7.2 gave for one iteration.</summary>
public sealed class WorkloadTests
{
    [TestCase("alu", 0x7969_0975_172E_D957UL)]
    [TestCase("stream", 0x24B8_FC67_519A_BA54UL)]
    [TestCase("calls", 0x1A6DUL)]
    [TestCase("copy", 0x55UL)]
    [TestCase("svc", 0xB600_03CDUL)]
    [TestCase("cold", 2UL)]
    [TestCase("tlbi", 0x410UL)]
    public void A_workload_comes_to_the_checksum_it_has_on_QEMU(string name, ulong checksum)
    {
        using var machine = new NativeMachine($"workloads/{name}.bin");
        Assert.That(machine.RunToSleep(200_000_000), Is.EqualTo(new[] { $"{name} {1:x16} {checksum:x16}" }));
    }
}
