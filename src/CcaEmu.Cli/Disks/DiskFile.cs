using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace CcaEmu.Cli.Disks;

/// <summary>Opens what <c>--disk</c> names.</summary>
internal static class DiskFile
{
    private const long SectorBytes = 512;

    /// <summary>Opens a file as a disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isReadOnly">Whether it is only read.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public static bool TryOpen(string path, bool isReadOnly, [NotNullWhen(true)] out FileDisk? disk, [NotNullWhen(false)] out string? error)
    {
        disk = null;
        try
        {
            FileAccess access = isReadOnly ? FileAccess.Read : FileAccess.ReadWrite;
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, access, FileShare.Read);
            long length = RandomAccess.GetLength(file);
            error = length == 0 || length % SectorBytes != 0
                ? $"--disk: expected a file of a multiple of 512 bytes, found '{path}' of {length}; 'truncate -s 1M FILE' makes one"
                : null;
            if (error is null)
                disk = new FileDisk(file, (ulong)length, isReadOnly);
            else
                file.Dispose();
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = $"--disk: expected a file that can be {(isReadOnly ? "read" : "read and written")}, found '{path}' ({refusal.Message.TrimEnd('.')}); "
                + "--snapshot needs no writing";
        }
        return error is null;
    }
}
