namespace CcaEmu.Cpu;

/// <summary>A PE's local exclusive monitor: what was marked by the last load-exclusive.</summary>
/// <param name="Marked">Whether an address is marked.</param>
/// <param name="Location">Host address of the marked location: the same for every alias of it, in any address space.</param>
/// <param name="Size">Marked size in bytes.</param>
/// <remarks>
/// Arm ARM, B2.12 "Synchronization and semaphores". The mark is in the global monitor too
/// (<see cref="CcaEmu.Memory.ExclusiveReservations"/>): a write by another observer takes both away. CONSTRAINED UNPREDICTABLE choice: a
/// store-exclusive of another size, or to another address of the granule, fails.
/// </remarks>
internal readonly record struct ExclusiveMonitor(bool Marked, ulong Location, int Size);
