namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>What a recogniser says of a run that it knows the cause of.</summary>
/// <param name="Certainty">
/// 0 to 100. 90 and more: the evidence leaves no other reading. 50 to 89: likely. Below: possible, and named only beside others.
/// </param>
/// <param name="Sentence">What happened, in one sentence, with the addresses and names of this run.</param>
/// <param name="Advice">What to change, and on whose side.</param>
/// <param name="Evidence">What it rests on, one observation each; what was ruled out belongs here too.</param>
public sealed record Finding(int Certainty, string Sentence, string Advice, params IReadOnlyList<string> Evidence);
