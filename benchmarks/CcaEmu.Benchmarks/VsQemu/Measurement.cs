namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>One run of a workload from start to switching off.</summary>
/// <param name="Seconds">What it cost the host.</param>
/// <param name="Report">The line that it printed: name, iterations, checksum.</param>
internal readonly record struct Measurement(double Seconds, string Report);
