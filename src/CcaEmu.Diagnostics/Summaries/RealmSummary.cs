namespace CcaEmu.Diagnostics.Summaries;

/// <summary>What is known of the Realm that ran.</summary>
/// <param name="MemoryBytes">RAM it was given.</param>
/// <param name="IpaWidth">Width of its IPA space in bits, or null when no Realm was created.</param>
/// <param name="HashAlgorithm">Hash of its measurements, or null when no Realm was created.</param>
/// <param name="Rim">Its initial measurement in hexadecimal, or null when the Realm did not read it.</param>
public sealed record RealmSummary(ulong MemoryBytes, int? IpaWidth, string? HashAlgorithm, string? Rim);
