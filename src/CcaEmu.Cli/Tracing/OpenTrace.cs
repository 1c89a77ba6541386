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
        FileStream? file = null;
        try
        {
            // A pipe or a device is never opened: it could not be sought in.
            if (!File.Exists(path))
                throw new FileNotFoundException("there is no such file");
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            if (!TraceFileReader.TryOpen(file, out TraceFileReader? reader, out error))
            {
                error = $"{path}: expected a trace written by 'ccaemu run --trace', but {error}";
                file.Dispose();
                return false;
            }
            trace = new OpenTrace(file, reader);
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            error = $"{path}: expected a trace that can be read ({refusal.Message.TrimEnd('.')})";
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
