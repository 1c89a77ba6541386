namespace CcaEmu.Cli.Output;

/// <summary>A part of a summary for people: a title and rows of name and value.</summary>
/// <param name="Title">What the part is about.</param>
/// <param name="Rows">Name and value; values that are numbers alone are set flush right.</param>
internal sealed record SummarySection(string Title, IReadOnlyList<(string Name, string Value)> Rows);
