using System.Globalization;
using CcaEmu.Campaign;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>
/// Random instructions of every line of the encoding table on this PE and under qemu-aarch64: every register, flag and byte of memory must agree.
/// CCAEMU_ORACLE_LINES=REGEX picks lines by name, CCAEMU_ORACLE_CASES=N cases of each.
/// </summary>
internal sealed class OracleTests
{
    private const int StatesPerWord = 8;

    [Test]
    public void Instructions_agree_with_QEMU()
    {
        long perLine = long.Parse(Environment.GetEnvironmentVariable("CCAEMU_ORACLE_CASES") ?? "160", CultureInfo.InvariantCulture);
        Run(perLine, 0);
    }

    [Test]
    public void Short_programs_agree_with_QEMU() => Run(0, 500);

    private static void Run(long casesPerLine, long sequences)
    {
        if (!Qemu.IsInstalled())
            Assert.Ignore("qemu-aarch64 is not installed: nothing to compare with");
        string lines = Environment.GetEnvironmentVariable("CCAEMU_ORACLE_LINES") ?? "";
        int count = CampaignRunner.Lines(lines, PeFeatures.Default).Length;
        CampaignResult result = CampaignRunner.Run(new CampaignOptions(casesPerLine * count, sequences, 1, lines, StatesPerWord));
        result.PrintCounts(TestContext.Out);
        Assert.That(result.Mismatches, Is.Empty, () => string.Join('\n', result.Mismatches));
    }
}
