namespace CcaEmu.Diagnostics.Inspection;

/// <summary>What an inspection found, in a form that text, terminal tables, trees and JSON are made of.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Rows; each has as many cells as there are columns.</param>
/// <param name="Depths">For trees: how deep each row stands; null for a table.</param>
public sealed record InspectionTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<int>? Depths = null);
