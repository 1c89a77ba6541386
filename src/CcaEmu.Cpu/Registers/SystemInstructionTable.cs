using System.Collections.Frozen;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using static CcaEmu.Arm.ExceptionLevel;
using static CcaEmu.Cpu.TrapRules;

namespace CcaEmu.Cpu;

/// <summary>Every system instruction that the PE knows. What is not here is UNDEFINED.</summary>
/// <remarks>Arm ARM, C5.3 "A64 System instructions for cache maintenance", C5.4 "address translation", C5.5 "TLB maintenance".</remarks>
internal static class SystemInstructionTable
{
    private static readonly FrozenDictionary<ushort, SystemInstruction> ByEncoding =
        Lines().Select(WithFineGrainedTraps).ToFrozenDictionary(line => line.Encoding.Value);

    public static IEnumerable<SystemInstruction> All => ByEncoding.Values;

    public static bool TryFind(ushort encoding, out SystemInstruction? instruction) => ByEncoding.TryGetValue(encoding, out instruction);

    private static IEnumerable<SystemInstruction> Lines() => [.. CacheLines(), .. PredictionLines(), .. TranslationLines(), .. TlbiTable.Lines(), .. GptLines()];

    // HFGITR_EL2 names each instruction; the nXS forms obey it unless HCRX_EL2.FGTnXS frees them.
    private static SystemInstruction WithFineGrainedTraps(SystemInstruction line)
    {
        bool isNxs = line.Name.EndsWith("NXS", StringComparison.OrdinalIgnoreCase);
        string name = isNxs ? line.Name[..^3] : line.Name;
        FineGrainedTrap? trap = FineGrainedTrapTable.All.FirstOrDefault(trap => trap.Instructions.Contains(name));
        if (trap is null)
            return line;
        TrapRule rule = FineGrained(trap.Control, trap.Bit, reads: true, writes: true);
        return line with { Traps = [.. line.Traps, isNxs ? rule with { Host = HostCondition.NotInHostNorFreed } : rule] };
    }

    private static SystemInstruction[] CacheLines() =>
    [
        new("IC IALLUIS", Sys(0, 7, 1, 0), EL1, SystemOperation.InstructionCache, [TPU, TICAB]),
        new("IC IALLU", Sys(0, 7, 5, 0), EL1, SystemOperation.InstructionCache, [TPU, TOCU]),
        new("IC IVAU", Sys(3, 7, 5, 1), EL0, SystemOperation.InstructionCacheByAddress, [UCI, UCI_Host, TPU, TOCU]),
        new("DC IVAC", Sys(0, 7, 6, 1), EL1, SystemOperation.DataCacheInvalidate, [TPCP]),
        new("DC ISW", Sys(0, 7, 6, 2), EL1, SystemOperation.DataCache, [TSW]),
        new("DC CSW", Sys(0, 7, 10, 2), EL1, SystemOperation.DataCache, [TSW]),
        new("DC CISW", Sys(0, 7, 14, 2), EL1, SystemOperation.DataCache, [TSW]),
        new("DC ZVA", Sys(3, 7, 4, 1), EL0, SystemOperation.ZeroBlock, [DZE, DZE_Host, TDZ]),
        new("DC CVAC", Sys(3, 7, 10, 1), EL0, SystemOperation.DataCacheByAddress, [UCI, UCI_Host, TPCP]),
        new("DC CVAU", Sys(3, 7, 11, 1), EL0, SystemOperation.DataCacheByAddress, [UCI, UCI_Host, TPU, TOCU]),
        new("DC CVAP", Sys(3, 7, 12, 1), EL0, SystemOperation.DataCacheByAddress, [UCI, UCI_Host, TPCP]) { Feature = Feature.FEAT_DPB },
        new("DC CVADP", Sys(3, 7, 13, 1), EL0, SystemOperation.DataCacheByAddress, [UCI, UCI_Host, TPCP]) { Feature = Feature.FEAT_DPB2 },
        new("DC CIVAC", Sys(3, 7, 14, 1), EL0, SystemOperation.DataCacheByAddress, [UCI, UCI_Host, TPCP]),
        new("DC CIPAE", Sys(4, 7, 14, 0), EL2, SystemOperation.DataCache, []) { Feature = Feature.FEAT_MEC, RealmOnly = true },
        new("DC CIPAPA", Sys(6, 7, 14, 1), EL3, SystemOperation.DataCache, []),
    ];

    private static SystemInstruction[] PredictionLines() =>
    [
        Restriction("CFP RCTX", 4), Restriction("DVP RCTX", 5), Restriction("CPP RCTX", 7),
    ];

    private static SystemInstruction Restriction(string name, int op2) =>
        new(name, Sys(3, 7, 3, op2), EL0, SystemOperation.PredictionRestriction, [EnRCTX, EnRCTX_Host]) { Feature = Feature.FEAT_SPECRES };

    private static SystemInstruction[] TranslationLines() =>
    [
        At("AT S1E1R", 0, 0, EL1, AccessKind.Read), At("AT S1E1W", 0, 1, EL1, AccessKind.Write),
        At("AT S1E0R", 0, 2, EL0, AccessKind.Read), At("AT S1E0W", 0, 3, EL0, AccessKind.Write),
        At("AT S1E1RP", 0, 0, EL1, AccessKind.Read, crm: 9) with { Feature = Feature.FEAT_PAN2, ObeysPan = true },
        At("AT S1E1WP", 0, 1, EL1, AccessKind.Write, crm: 9) with { Feature = Feature.FEAT_PAN2, ObeysPan = true },
        At("AT S1E2R", 4, 0, EL2, AccessKind.Read) with { NeedsEl2 = true }, At("AT S1E2W", 4, 1, EL2, AccessKind.Write) with { NeedsEl2 = true },
        At("AT S12E1R", 4, 4, EL1, AccessKind.Read) with { BothStages = true }, At("AT S12E1W", 4, 5, EL1, AccessKind.Write) with { BothStages = true },
        At("AT S12E0R", 4, 6, EL0, AccessKind.Read) with { BothStages = true }, At("AT S12E0W", 4, 7, EL0, AccessKind.Write) with { BothStages = true },
        At("AT S1E3R", 6, 0, EL3, AccessKind.Read), At("AT S1E3W", 6, 1, EL3, AccessKind.Write),
    ];

    private static SystemInstruction[] GptLines() =>
    [
        new("TLBI PAALL", Sys(6, 8, 7, 4), EL3, SystemOperation.GptInvalidate, []),
        new("TLBI PAALLOS", Sys(6, 8, 1, 4), EL3, SystemOperation.GptInvalidate, []) { Broadcast = true },
        new("TLBI RPAOS", Sys(6, 8, 4, 3), EL3, SystemOperation.GptInvalidateRange, []) { Broadcast = true },
        new("TLBI RPALOS", Sys(6, 8, 4, 7), EL3, SystemOperation.GptInvalidateRange, []) { Broadcast = true },
    ];

    private static SystemInstruction At(string name, int op1, int op2, ExceptionLevel level, AccessKind access, int crm = 8)
    {
        ExceptionLevel minimum = op1 switch { 0 => EL1, 4 => EL2, _ => EL3 };
        return new SystemInstruction(name, Sys(op1, 7, crm, op2), minimum, SystemOperation.AddressTranslation, [], level) { Access = access };
    }

    private static SystemRegisterEncoding Sys(int op1, int crn, int crm, int op2) => SystemRegisterEncoding.Pack(1, op1, crn, crm, op2);
}
