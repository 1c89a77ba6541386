using System.Collections.Frozen;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Rmm.Rsi;

/// <summary>The commands about features that no Realm here has, and what each answers for that alone.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "RSI commands": without devices (feat_da) the state of the Realm is wrong, whatever else is; with
/// no auxiliary plane there is no plane that a command could name. Deviation: RSI_MEM_SET_PERM_INDEX, which names none, has the same
/// answer: its index means something to auxiliary planes only.
/// </remarks>
internal static class RsiNotOffered
{
    /// <summary>Command and answer.</summary>
    public static IReadOnlyDictionary<RsiCommand, RsiStatus> Answers { get; } = new Dictionary<RsiCommand, RsiStatus>
    {
        [RsiCommand.VsmmuGetInfo] = RsiStatus.ErrorState,
        [RsiCommand.ArchDevActivate] = RsiStatus.ErrorState,
        [RsiCommand.VdevDmaEnable] = RsiStatus.ErrorState,
        [RsiCommand.VdevDmaDisable] = RsiStatus.ErrorState,
        [RsiCommand.VdevGetInfo] = RsiStatus.ErrorState,
        [RsiCommand.VdevP2pBind] = RsiStatus.ErrorState,
        [RsiCommand.VdevValidateMapping] = RsiStatus.ErrorState,
        [RsiCommand.MemSetPermIndex] = RsiStatus.ErrorInput,
        [RsiCommand.MemSetPermValue] = RsiStatus.ErrorInput,
        [RsiCommand.PlaneEnter] = RsiStatus.ErrorInput,
        [RsiCommand.PlaneSysregRead] = RsiStatus.ErrorInput,
        [RsiCommand.PlaneSysregWrite] = RsiStatus.ErrorInput,
    }.ToFrozenDictionary();
}
