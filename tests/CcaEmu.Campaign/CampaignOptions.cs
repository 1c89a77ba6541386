using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign;

/// <summary>How large a campaign is.</summary>
/// <param name="Cases">Cases of one instruction at least, spread evenly over the lines.</param>
/// <param name="Sequences">Cases of 5 to 12 instructions at least.</param>
/// <param name="Seed">What everything is drawn from.</param>
/// <param name="Lines">A regular expression for names of lines; empty for all.</param>
/// <param name="StatesPerSlot">Random states that each word runs with.</param>
/// <param name="MoreFeatures">Names of features beside those of the default PE, divided by commas: for what is not on yet.</param>
internal sealed record CampaignOptions(long Cases, long Sequences, ulong Seed, string Lines, int StatesPerSlot, string MoreFeatures = "")
{
    /// <summary>The features of the PE; what they need is not checked.</summary>
    /// <exception cref="ArgumentException">A name is no feature's.</exception>
    public PeFeatures Features() => MoreFeatures.Length == 0 ? PeFeatures.Default
        : new PeFeatures(PeFeatures.Default.All.Concat(MoreFeatures.Split(',').Select(Enum.Parse<Feature>)));
}
