namespace CcaEmu.Rmm.Operations;

/// <summary>What a stateful operation waits for.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Stateful RMI operations".
/// <code>
///   command ──► INCOMPLETE
///                  │
///        ┌─────────┼──────────────┐
///        ▼         ▼              ▼
///    Donating ──► Running ◄── Reclaiming     memory of the object that goes
///        │          │ OP_CONTINUE
///        │          ├──────► the command's result; the operation is gone
///        │          ▼ it fails, or has left memory over
///        └──────► Returning ──► Ended ──► the result that was kept
///       OP_CANCEL     OP_MEM_RECLAIM    OP_CONTINUE
/// </code>
/// </remarks>
internal enum OperationState
{
    /// <summary>Memory: OP_MEM_DONATE.</summary>
    Donating,

    /// <summary>That the host takes back memory before the command goes on: OP_MEM_RECLAIM.</summary>
    Reclaiming,

    /// <summary>OP_CONTINUE: then the command goes on.</summary>
    Running,

    /// <summary>That the host takes back memory after the command has ended or been cancelled: OP_MEM_RECLAIM.</summary>
    Returning,

    /// <summary>OP_CONTINUE, which gives the result that has been kept.</summary>
    Ended,
}
