using System.CommandLine;

namespace CcaEmu.Cli.Options;

/// <summary>Options whose texts are read by the readers of this folder.</summary>
internal static class OptionReading
{
    /// <summary>The value of an option that was given, or another.</summary>
    public static T ValueOr<T>(ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.GetResult(option) is null ? otherwise : parsed.GetValue(option)!;

    /// <summary>An option whose text is read by one of this folder's readers; a bad text names the option, what was expected and what was found.</summary>
    public static Option<T> Of<T>(
        string name, OptionText<T> read, string helpName, string description, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                if (read(text, out T? value, out string? expected))
                    return value;
                result.AddError($"{name}: expected {expected}, found '{text}'");
                return default;
            },
        };
}
