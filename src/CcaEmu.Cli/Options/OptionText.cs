using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Cli.Options;

/// <summary>Reads the text of one option.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="text">The text.</param>
/// <param name="value">What it says.</param>
/// <param name="expected">When it says nothing: what would have, with an example.</param>
/// <returns>Whether the text could be read.</returns>
internal delegate bool OptionText<T>(string text, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? expected);
