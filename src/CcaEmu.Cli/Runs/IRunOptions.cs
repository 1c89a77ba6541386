using System.CommandLine;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Runs;

/// <summary>Options of <c>ccaemu run</c> that belong together, and what they ask for. Each kind has a file, and a line in <see cref="RunOptionList"/>.</summary>
internal interface IRunOptions
{
    /// <summary>The options.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>Finds options that do not go together.</summary>
    /// <param name="parsed">The command line, whose values are each well-formed.</param>
    /// <returns>One line, or null where nothing is wrong.</returns>
    string? FindError(ParseResult parsed) => null;

    /// <summary>Adds to a request what these options ask for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="request">What the other options have asked for.</param>
    RunRequest Read(ParseResult parsed, RunRequest request);
}
