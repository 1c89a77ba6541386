namespace CcaEmu.Arm.Smccc;

/// <summary>The interface a command belongs to.</summary>
public enum CommandInterface : byte
{
    /// <summary>Arm architecture calls (DEN0028).</summary>
    Smccc,

    /// <summary>Power State Coordination Interface (DEN0022).</summary>
    Psci,

    /// <summary>Realm Management Interface: host to RMM (DEN0137).</summary>
    Rmi,

    /// <summary>Realm Services Interface: Realm to RMM (DEN0137).</summary>
    Rsi,

    /// <summary>RMM to monitor: the RMM-EL3 communication interface of Trusted Firmware-A.</summary>
    RmmEl3,

    /// <summary>FIRME: a world to the monitor, as Trusted Firmware-A answers it.</summary>
    Firme,
}
