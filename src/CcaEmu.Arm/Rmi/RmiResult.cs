using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>X0 as an RMI command returns it: a status and, for some of them, data.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiCommandReturnCode.</remarks>
/// <param name="Value">X0: status in bits 7:0, data in bits 63:8.</param>
public readonly record struct RmiResult(ulong Value)
{
    private const ulong CanCancelBit = 1UL << 10;

    /// <summary>Done.</summary>
    public static RmiResult Success => default;

    /// <summary>The status.</summary>
    public RmiStatus Status => (RmiStatus)StatusField.Get(Value);

    /// <summary>True when the command is done.</summary>
    public bool IsSuccess => Status == RmiStatus.Success;

    /// <summary>ERROR_RTT, ERROR_RTT_AUX, ERROR_PSMMU_ST, ERROR_DPT: the level, signed, so that -1 is possible.</summary>
    public int Level => (sbyte)LevelField.Get(Value);

    /// <summary>INCOMPLETE: what the operation wants of memory.</summary>
    public RmiMemoryRequest MemoryRequest => (RmiMemoryRequest)MemoryRequestField.Get(Value);

    /// <summary>INCOMPLETE: OP_CANCEL is possible.</summary>
    public bool CanCancel => (Value & CanCancelBit) != 0;

    private static BitField StatusField => new(0, 8);

    private static BitField LevelField => new(8, 8);

    private static BitField MemoryRequestField => new(8, 2);

    /// <summary>A status without data.</summary>
    /// <param name="status">The status.</param>
    public static implicit operator RmiResult(RmiStatus status) => new((ulong)status);

    /// <summary>A walk of the primary translation table ended at a level where it should not.</summary>
    /// <param name="level">The level, -1 to 3.</param>
    /// <returns>ERROR_RTT with the level.</returns>
    public static RmiResult ErrorRtt(int level) => WithLevel(RmiStatus.ErrorRtt, level);

    /// <summary>An entry of an auxiliary translation table is not as it should be.</summary>
    /// <param name="level">The level, -1 to 3.</param>
    /// <returns>ERROR_RTT_AUX with the level.</returns>
    public static RmiResult ErrorRttAux(int level) => WithLevel(RmiStatus.ErrorRttAux, level);

    /// <summary>A stateful operation has begun, or goes on.</summary>
    /// <param name="request">What it wants of memory.</param>
    /// <param name="canCancel">Whether OP_CANCEL is possible.</param>
    /// <returns>INCOMPLETE with both.</returns>
    public static RmiResult Incomplete(RmiMemoryRequest request, bool canCancel) =>
        new(MemoryRequestField.Set((ulong)RmiStatus.Incomplete, (ulong)request) | (canCancel ? CanCancelBit : 0));

    /// <summary>The specification's name, with its data, for example "ERROR_RTT(2)".</summary>
    public override string ToString() => Status switch
    {
        RmiStatus.ErrorRtt or RmiStatus.ErrorRttAux or RmiStatus.ErrorPsmmuSt or RmiStatus.ErrorDpt => $"{Name(Status)}({Level})",
        RmiStatus.Incomplete => $"INCOMPLETE({MemoryRequest.ToString().ToUpperInvariant()}{(CanCancel ? ", CANCEL" : "")})",
        _ => Name(Status),
    };

    /// <summary>The specification's name of a status.</summary>
    /// <param name="status">Any value.</param>
    /// <returns>For example "ERROR_INPUT"; a number for a value without name.</returns>
    public static string Name(RmiStatus status) => status switch
    {
        RmiStatus.Success => "SUCCESS",
        RmiStatus.ErrorInput => "ERROR_INPUT",
        RmiStatus.ErrorRealm => "ERROR_REALM",
        RmiStatus.ErrorRec => "ERROR_REC",
        RmiStatus.ErrorRtt => "ERROR_RTT",
        RmiStatus.ErrorNotSupported => "ERROR_NOT_SUPPORTED",
        RmiStatus.ErrorDevice => "ERROR_DEVICE",
        RmiStatus.ErrorRttAux => "ERROR_RTT_AUX",
        RmiStatus.ErrorPsmmuSt => "ERROR_PSMMU_ST",
        RmiStatus.ErrorDpt => "ERROR_DPT",
        RmiStatus.Busy => "BUSY",
        RmiStatus.ErrorGlobal => "ERROR_GLOBAL",
        RmiStatus.ErrorTracking => "ERROR_TRACKING",
        RmiStatus.Incomplete => "INCOMPLETE",
        RmiStatus.Blocked => "BLOCKED",
        RmiStatus.ErrorGpt => "ERROR_GPT",
        RmiStatus.ErrorGranule => "ERROR_GRANULE",
        _ => $"status 0x{(int)status:X2}",
    };

    private static RmiResult WithLevel(RmiStatus status, int level) => new(LevelField.Set((ulong)status, (ulong)(byte)(sbyte)level));
}
