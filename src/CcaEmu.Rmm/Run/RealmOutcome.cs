namespace CcaEmu.Rmm.Run;

/// <summary>How an exception from a Realm ends.</summary>
internal enum RealmOutcome : byte
{
    /// <summary>The Realm goes on.</summary>
    Resume,

    /// <summary>The REC exits to the host with the record that has been prepared.</summary>
    Exit,

    /// <summary>It has not ended: a script calls the monitor and goes on with <see cref="RealmContext.Continue"/>.</summary>
    Suspend,
}
