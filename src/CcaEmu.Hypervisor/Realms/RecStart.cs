namespace CcaEmu.Hypervisor.Realms;

/// <summary>How a virtual CPU starts.</summary>
/// <param name="Pc">First instruction.</param>
/// <param name="Arguments">X0 to X7, at most eight.</param>
/// <param name="IsRunnable">Whether it starts with the realm.</param>
internal sealed record RecStart(ulong Pc, ulong[] Arguments, bool IsRunnable);
