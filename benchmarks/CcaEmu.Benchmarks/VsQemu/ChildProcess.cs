using System.Diagnostics;

namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>A program that is run to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Starts a program and waits for it.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It did not start, or ended with another code than 0.</exception>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with code {process.ExitCode}: {output}");
    }
}
