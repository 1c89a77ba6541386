using CcaEmu.Campaign.Fuzz;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>A small part of what the campaign tool does with --fuzz.</summary>
internal sealed class FuzzTests
{
    [Test]
    public void Random_words_in_random_states_do_no_harm()
    {
        FuzzResult result = FuzzRun.Run(400_000, 3);
        Assert.That(result.Failures, Is.Empty);
        Assert.That(result.Steps, Is.GreaterThanOrEqualTo(400_000));
    }
}
