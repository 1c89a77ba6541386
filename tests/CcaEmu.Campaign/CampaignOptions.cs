namespace CcaEmu.Campaign;

/// <summary>How large a campaign is.</summary>
/// <param name="Cases">Cases of one instruction at least, spread evenly over the lines.</param>
/// <param name="Sequences">Cases of 5 to 12 instructions at least.</param>
/// <param name="Seed">What everything is drawn from.</param>
/// <param name="Lines">A regular expression for names of lines; empty for all.</param>
/// <param name="StatesPerSlot">Random states that each word runs with.</param>
internal sealed record CampaignOptions(long Cases, long Sequences, ulong Seed, string Lines, int StatesPerSlot);
