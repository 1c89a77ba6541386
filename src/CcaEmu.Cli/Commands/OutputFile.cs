using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Cli.Commands;

/// <summary>Opens files to write before a run, so that no run is lost for a path that was never any good.</summary>
internal static class OutputFile
{
    /// <summary>Forgets what a file held; a pipe or a device has nothing to forget.</summary>
    /// <param name="stream">A file that <see cref="TryOpen"/> has opened.</param>
    public static void Truncate(FileStream stream)
    {
        if (stream.CanSeek)
            stream.SetLength(0);
    }

    /// <summary>A file that is gone when it is closed.</summary>
    /// <exception cref="IOException">The host has no room for one.</exception>
    public static FileStream Temporary() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 4096, FileOptions.DeleteOnClose);

    /// <summary>Opens a file; what it holds stays until something is written.</summary>
    /// <param name="option">The option that named it, for the message.</param>
    /// <param name="path">The file, or null for none.</param>
    /// <param name="stream">The stream; null where no file was named.</param>
    /// <param name="error">One line, where the file cannot be written.</param>
    /// <returns>Whether the run may begin.</returns>
    public static bool TryOpen(string option, string? path, out FileStream? stream, [NotNullWhen(false)] out string? error)
    {
        stream = null;
        error = null;
        if (path is null)
            return true;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            return true;
        }
        catch (Exception refusal)
            when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = $"{option}: expected a file that can be written, found '{path}' ({refusal.Message.TrimEnd('.')}); "
                + "name a file in a folder that exists and is yours";
            return false;
        }
    }
}
