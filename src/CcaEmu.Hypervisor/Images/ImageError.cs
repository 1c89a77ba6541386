namespace CcaEmu.Hypervisor.Images;

/// <summary>Why an image cannot be loaded: what was expected, what was found, and what to try.</summary>
/// <param name="Kind">The reason, for programs.</param>
/// <param name="Expected">What a good image has, for example <c>an ELF64 file</c>.</param>
/// <param name="Found">What this one has.</param>
/// <param name="Advice">What the user can do about it.</param>
public sealed record ImageError(ImageErrorKind Kind, string Expected, string Found, string Advice)
{
    /// <summary>
    /// The file at fault as the user named it, or <see langword="null"/> when the image did not come from a file.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The error as one line for the user, whatever bytes the file and its name hold.</summary>
    public string Message
    {
        get
        {
            string subject = Path is null ? "" : $"{Path}: ";
            string line = $"{subject}expected {Expected}, found {Found}; {Advice}";
            return string.Create(line.Length, line, static (printable, text) =>
            {
                for (int i = 0; i < text.Length; i++)
                    printable[i] = char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029' ? '?' : text[i];
            });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
