namespace CcaEmu.Diagnostics.Calls;

/// <summary>How often a function was called and what the calls cost.</summary>
/// <param name="Name">Name of the function.</param>
/// <param name="Count">Calls made, those that never returned included; a call that had to be made again counts once.</param>
/// <param name="ModelledCycles">
/// Modelled cycles from call to return, summed over the calls that returned. A call that lets others run (RMI_REC_ENTER,
/// RSI_HOST_CALL) counts their cycles, too.
/// </param>
public readonly record struct CallStatistics(string Name, ulong Count, ulong ModelledCycles);
