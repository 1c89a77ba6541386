namespace CcaEmu.Monitor;

/// <summary>Where the Non-secure world wants a PE to come to life.</summary>
/// <param name="EntryPoint">Physical address.</param>
/// <param name="ContextId">X0 there.</param>
internal readonly record struct EntryRequest(ulong EntryPoint, ulong ContextId);
