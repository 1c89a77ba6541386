using System.Text;
using System.Text.Json;

namespace CcaEmu.Cli;

/// <summary>The streams of the command. Standard output is bytes, because the guest's console is.</summary>
internal sealed class CliConsole : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Streams of any kind.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="isTerminal">Whether a person looks at standard output.</param>
    public CliConsole(Stream output, TextWriter error, bool isTerminal)
    {
        Output = output;
        Text = new StreamWriter(output, Utf8) { AutoFlush = true };
        Error = error;
        IsTerminal = isTerminal;
    }

    /// <summary>Standard output as bytes.</summary>
    public Stream Output { get; }

    /// <summary>Standard output as text; never keeps anything back.</summary>
    public TextWriter Text { get; }

    /// <summary>Standard output as text that is kept back until it is flushed, for whoever writes much.</summary>
    public TextWriter Buffered() => new StreamWriter(Output, Utf8, 1 << 16, leaveOpen: true) { NewLine = Text.NewLine };

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether a person looks at standard output.</summary>
    public bool IsTerminal { get; }

    /// <summary>The streams of this process.</summary>
    public static CliConsole OfProcess()
    {
        var error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        return new CliConsole(Console.OpenStandardOutput(), error, !Console.IsOutputRedirected);
    }

    /// <summary>Says what the user did wrong, in one line.</summary>
    /// <param name="message">What was expected, what was found, what to try.</param>
    /// <returns><see cref="ExitCodes.Usage"/>.</returns>
    public int Refuse(string message)
    {
        Error.WriteLine($"ccaemu: {OneLine(message)}");
        return ExitCodes.Usage;
    }

    /// <summary>Writes JSON for programs to standard output, indented, with a final newline.</summary>
    /// <param name="write">Writes one value.</param>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true }))
            write(writer);
        Text.WriteLine(Encoding.UTF8.GetString(memory.ToArray()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Text.Flush();
        Error.Flush();
    }

    private static string OneLine(string message) =>
        string.Create(message.Length, message, static (line, text) =>
        {
            for (int i = 0; i < text.Length; i++)
                line[i] = char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029' ? ' ' : text[i];
        });
}
