namespace CcaEmu.Hypervisor.Benchmarks;

/// <summary>Asks the hypervisor to make calls that somebody measures, once the RMM is set up and before there is a realm.</summary>
/// <param name="Repetitions">How often each is made.</param>
/// <param name="Begin">Told the name of a measurement right before the call.</param>
/// <param name="End">Told it right after the return.</param>
/// <remarks>Who is told learns when; the machine does not change by it.</remarks>
public sealed record HostMeasurement(int Repetitions, Action<string> Begin, Action<string> End);
