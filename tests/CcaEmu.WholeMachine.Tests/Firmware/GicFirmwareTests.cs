namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>firmware/gic.S: native code at EL3, EL2 and EL1 that takes interrupts of the GIC in each world.</summary>
public sealed class GicFirmwareTests
{
    /// <summary>Cases in the image: its source adds them, so that none is lost unseen.</summary>
    private const int Cases = 36;

    [Test]
    public void Every_case_of_the_native_interrupt_tests_passes()
    {
        using var machine = new NativeMachine("gic.bin");
        string[] lines = machine.RunToSleep(1_000_000);
        Assert.That(lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal)), Is.EqualTo(new[] { $"{Cases} passed, 0 failed" }));
        Assert.That(lines, Has.Length.EqualTo(Cases + 1));
    }
}
