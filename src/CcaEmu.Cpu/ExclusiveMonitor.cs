namespace CcaEmu.Cpu;

/// <summary>A PE's exclusive monitor: what was marked by the last load-exclusive.</summary>
/// <param name="Marked">Whether an address is marked.</param>
/// <param name="Location">Host address of the marked location: the same for every alias of it, in any address space.</param>
/// <param name="Size">Marked size in bytes.</param>
/// <param name="Low">Low 64 bits that were loaded.</param>
/// <param name="High">High 64 bits that were loaded by a pair; else 0.</param>
/// <remarks>
/// Arm ARM, B2.12 "Synchronization and semaphores". A store-exclusive succeeds when the mark is there and memory still holds what was
/// loaded. Deviation: a write by another observer of the very value that was loaded does not clear the mark.
/// </remarks>
internal readonly record struct ExclusiveMonitor(bool Marked, ulong Location, int Size, ulong Low, ulong High);
