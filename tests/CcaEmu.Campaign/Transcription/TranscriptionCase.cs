namespace CcaEmu.Campaign.Transcription;

/// <summary>One case against a second transcription.</summary>
/// <param name="Number">Which of the encoding's, from 0: for choices that each have to come up.</param>
/// <param name="Random">What the others are drawn from; seeded by the encoding.</param>
internal readonly record struct TranscriptionCase(int Number, Random Random);
