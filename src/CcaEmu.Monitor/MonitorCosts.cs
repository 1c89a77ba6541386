namespace CcaEmu.Monitor;

/// <summary>Modelled cycles of what the monitor does in C# where native firmware would execute instructions.</summary>
/// <remarks>First estimates, one number per step; calibrated profiles replace them.</remarks>
internal static class MonitorCosts
{
    /// <summary>Finding the handler of an SMC.</summary>
    public const ulong Dispatch = 40;

    /// <summary>Saving or restoring one general-purpose register.</summary>
    public const ulong GeneralRegister = 1;

    /// <summary>Saving or restoring one system register.</summary>
    public const ulong SystemRegister = 4;

    /// <summary>Reading, changing and writing one Granule Protection Table entry with the barriers around it.</summary>
    public const ulong GptUpdate = 60;

    /// <summary>One broadcast TLBI by physical address, to its completion.</summary>
    public const ulong TlbInvalidate = 100;
}
