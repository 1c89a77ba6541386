using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>What a system instruction does.</summary>
internal enum SystemOperation : byte
{
    /// <summary>Instruction cache maintenance of everything: nothing to do, decoded code follows memory.</summary>
    InstructionCache,

    /// <summary>Instruction cache maintenance by address.</summary>
    InstructionCacheByAddress,

    /// <summary>Data cache maintenance by address.</summary>
    DataCacheByAddress,

    /// <summary>Data cache invalidation by address, which needs write permission.</summary>
    DataCacheInvalidate,

    /// <summary>Data cache maintenance by set and way or physical address: nothing to do without caches.</summary>
    DataCache,

    /// <summary>Restriction of predictions of a context: nothing to do, nothing is predicted.</summary>
    PredictionRestriction,

    /// <summary>DC ZVA.</summary>
    ZeroBlock,

    /// <summary>AT.</summary>
    AddressTranslation,

    /// <summary>TLBI of the translations of one regime.</summary>
    TlbInvalidate,

    /// <summary>TLBI PAALL, PAALLOS: all granule protection information.</summary>
    GptInvalidate,

    /// <summary>TLBI RPAOS, RPALOS: granule protection information of a range of physical addresses.</summary>
    GptInvalidateRange,
}

/// <summary>One system instruction: its number, who may execute it, what it does.</summary>
/// <param name="Name">As assemblers write it.</param>
/// <param name="Encoding">op0 = 1, op1, CRn, CRm, op2.</param>
/// <param name="Minimum">Lowest exception level that may execute it.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Traps">Traps in the order in which they are tested.</param>
/// <param name="Level">AT: the level translated for. TLBI: the level whose regime loses its translations.</param>
/// <remarks>Arm ARM, C5.3 to C5.5 "System instructions".</remarks>
internal sealed record SystemInstruction(
    string Name, SystemRegisterEncoding Encoding, ExceptionLevel Minimum, SystemOperation Operation, TrapRule[] Traps,
    ExceptionLevel Level = ExceptionLevel.EL1)
{
    /// <summary>The feature that must be implemented.</summary>
    public Feature Feature { get; init; }

    /// <summary>Another feature that must be implemented.</summary>
    public Feature SecondFeature { get; init; }

    /// <summary>TLBI: what its operand names.</summary>
    public TlbiForm Tlbi { get; init; }

    /// <summary>TLBI: only entries of the last level of lookup.</summary>
    public bool LastLevelOnly { get; init; }

    /// <summary>TLBI: the operand names a range.</summary>
    public bool IsRange { get; init; }

    /// <summary>AT: what is asked for.</summary>
    public AccessKind Access { get; init; }

    /// <summary>AT: PSTATE.PAN counts (S1E1RP, S1E1WP).</summary>
    public bool ObeysPan { get; init; }

    /// <summary>AT: both stages.</summary>
    public bool BothStages { get; init; }

    /// <summary>TLBI: to every PE of the shareability domain.</summary>
    public bool Broadcast { get; init; }

    /// <summary>At EL2, UNDEFINED in any state but Realm.</summary>
    public bool RealmOnly { get; init; }

    /// <summary>At EL3, UNDEFINED unless EL2 is enabled in the state that SCR_EL3 selects.</summary>
    public bool NeedsEl2 { get; init; }
}
