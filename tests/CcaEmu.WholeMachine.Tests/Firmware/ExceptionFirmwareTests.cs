namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>firmware/exceptions.S: native code at EL3, EL2, EL1 and EL0 that compares every exception it takes with the architecture.</summary>
public sealed class ExceptionFirmwareTests
{
    /// <summary>Cases in the image: its source adds them, so that none is lost unseen.</summary>
    private const int Cases = 115;

    [Test]
    public void Every_case_of_the_native_exception_tests_passes()
    {
        using var machine = new NativeMachine("exceptions.bin");
        string[] lines = machine.RunToSleep(1_000_000);
        Assert.That(lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal)), Is.EqualTo(new[] { $"{Cases} passed, 0 failed" }));
        Assert.That(lines, Has.Length.EqualTo(Cases + 1));
    }
}
