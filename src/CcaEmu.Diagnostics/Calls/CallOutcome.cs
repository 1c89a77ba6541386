namespace CcaEmu.Diagnostics.Calls;

/// <summary>How far an SMC has come.</summary>
public enum CallOutcome : byte
{
    /// <summary>It has not returned yet; a Realm's call may wait here through a REC exit.</summary>
    Pending,

    /// <summary>It returned to the instruction behind the SMC; results are known.</summary>
    Returned,

    /// <summary>It never returns: the caller gives up the PE, or what follows is another request.</summary>
    OneWay,

    /// <summary>
    /// The caller was continued at the SMC itself and makes the call again: an RMM does so when a page it needs had to be mapped first.
    /// </summary>
    Repeated,

    /// <summary>The caller was continued somewhere else, for example at an exception vector.</summary>
    Abandoned,
}
