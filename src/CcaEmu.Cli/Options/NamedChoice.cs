using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Cli.Options;

/// <summary>Reads one of a few words.</summary>
/// <typeparam name="T">What a word becomes.</typeparam>
/// <param name="choices">The words, at least two, and what they mean.</param>
internal sealed class NamedChoice<T>(params (string Word, T Value)[] choices)
{
    /// <summary>Reads a word, as an <see cref="OptionText{T}"/>.</summary>
    public bool TryParse(string text, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? expected)
    {
        foreach ((string word, T meaning) in choices)
        {
            if (word == text)
            {
                value = meaning;
                expected = null;
                return true;
            }
        }
        value = default;
        expected = $"{string.Join(", ", choices[..^1].Select(choice => choice.Word))} or {choices[^1].Word}";
        return false;
    }
}
