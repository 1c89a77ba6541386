namespace CcaEmu.Machine;

/// <summary>Names of reset causes for reports.</summary>
public static class ResetCauses
{
    /// <summary>What asked for the reset, as the subject of a sentence.</summary>
    /// <param name="cause">The cause.</param>
    public static string Describe(this ResetCause cause) => cause switch
    {
        ResetCause.SystemReset => "PSCI SYSTEM_RESET",
        ResetCause.SystemWarmReset => "PSCI SYSTEM_RESET2",
        ResetCause.Watchdog => "the SP805 watchdog",
        ResetCause.TrustedWatchdog => "the trusted SP805 watchdog",
        ResetCause.GenericWatchdog => "the generic watchdog",
        ResetCause.SystemConfiguration => "the motherboard's SYS_CFGCTRL",
        _ => "the reset button",
    };
}
