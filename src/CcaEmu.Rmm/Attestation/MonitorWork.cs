namespace CcaEmu.Rmm.Attestation;

/// <summary>How work ends that the RMM has the monitor do while a Realm waits.</summary>
internal enum MonitorWork : byte
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The monitor will not do it.</summary>
    Refused,

    /// <summary>Not yet: the monitor has to be asked again, or another PE is at it.</summary>
    Later,

    /// <summary>An interrupt of the host came first: it goes on with the next call.</summary>
    Interrupted,
}
