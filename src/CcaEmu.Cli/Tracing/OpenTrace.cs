using System.Diagnostics.CodeAnalysis;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Cli.Tracing;

/// <summary>A trace file that is read.</summary>
internal sealed class OpenTrace : IDisposable
{
    private readonly FileStream _file;

    private OpenTrace(FileStream file, TraceFileReader reader) => (_file, Reader) = (file, reader);

    /// <summary>The trace.</summary>
    public TraceFileReader Reader { get; }

    /// <summary>Opens a trace and looks whether it is whole.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public static bool TryOpen(string path, [NotNullWhen(true)] out OpenTrace? trace, [NotNullWhen(false)] out string? error)
    {
        trace = null;
        if (!TryOpenFile(path, out FileStream? file, out error))
            return false;
        try
        {
            if (TraceFileReader.TryOpen(file, out TraceFileReader? reader, out error))
            {
                trace = new OpenTrace(file, reader);
                return true;
            }
            error = $"{path}: expected a trace written by 'ccaemu run --trace', but {error}";
        }
        catch (IOException refusal)
        {
            error = Unreadable(path, refusal);
        }
        file.Dispose();
        return false;
    }

    /// <summary>Opens a file that should be a trace.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="file">The file.</param>
    /// <param name="error">Why it cannot be read, in one line.</param>
    public static bool TryOpenFile(string path, [NotNullWhen(true)] out FileStream? file, [NotNullWhen(false)] out string? error)
    {
        file = null;
        error = null;
        try
        {
            // A pipe or a device is never opened: it could not be sought in.
            if (!File.Exists(path))
                throw new FileNotFoundException("there is no such file");
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = Unreadable(path, refusal);
            return false;
        }
    }

    private static string Unreadable(string path, Exception refusal) => $"{path}: expected a trace that can be read ({refusal.Message.TrimEnd('.')})";

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
