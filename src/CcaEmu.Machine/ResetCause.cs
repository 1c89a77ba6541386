namespace CcaEmu.Machine;

/// <summary>Who asked for a reset of the board.</summary>
public enum ResetCause
{
    /// <summary>PSCI SYSTEM_RESET.</summary>
    SystemReset,

    /// <summary>PSCI SYSTEM_RESET2, SYSTEM_WARM_RESET.</summary>
    SystemWarmReset,

    /// <summary>The second expiry of the Non-secure SP805.</summary>
    Watchdog,

    /// <summary>The second expiry of the trusted SP805.</summary>
    TrustedWatchdog,

    /// <summary>The second expiry of the generic watchdog (WS1).</summary>
    GenericWatchdog,

    /// <summary>The function "reboot" of the motherboard's SYS_CFGCTRL.</summary>
    SystemConfiguration,

    /// <summary>The machine's owner: a reset button.</summary>
    Owner,
}
