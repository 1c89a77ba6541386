namespace CcaEmu.Arm.Rmi;

/// <summary>What a stateful operation wants of memory: X0[9:8] with INCOMPLETE.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiOpMemReq.</remarks>
public enum RmiMemoryRequest : byte
{
    /// <summary>Nothing: OP_CONTINUE is next.</summary>
    None = 0,

    /// <summary>Memory, by OP_MEM_DONATE.</summary>
    Donate = 1,

    /// <summary>To give memory back, by OP_MEM_RECLAIM.</summary>
    Reclaim = 2,
}
