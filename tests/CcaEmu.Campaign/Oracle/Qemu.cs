using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CcaEmu.Campaign.Oracle;

/// <summary>The oracle: qemu-aarch64 of the distribution's package qemu-user, with every feature it has.</summary>
internal static class Qemu
{
    /// <summary>Whether the oracle is there.</summary>
    public static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "qemu-aarch64")));

    /// <summary>Runs a batch.</summary>
    /// <returns>The states that came out, in the order of the batch's inputs.</returns>
    /// <exception cref="InvalidOperationException">The program did not reach its end.</exception>
    public static ulong[] Run(Batch batch)
    {
        string path = Path.Combine(Path.GetTempPath(), $"ccaemu-oracle-{Guid.NewGuid():n}");
        try
        {
            File.WriteAllBytes(path, GuestProgram.Build(batch));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            ulong[] outputs = new ulong[batch.Cases * CaseState.Words];
            var start = new ProcessStartInfo("qemu-aarch64", ["-cpu", "max", path]) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            Span<byte> bytes = MemoryMarshal.AsBytes(outputs.AsSpan());
            int read = process.StandardOutput.BaseStream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            process.WaitForExit();
            if (process.ExitCode != 0 || read != bytes.Length)
                throw new InvalidOperationException($"QEMU ended with {process.ExitCode} after {read} of {bytes.Length} bytes");
            return outputs;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
