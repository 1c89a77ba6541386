using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// Failure conditions that the RTT commands share. All need the Realm first ( <see cref="RmiConditions.RdAt"/>).
/// </summary>
internal static class RttConditions
{
    /// <summary>
    /// Commands on one table: level below the starting level, IPA aligned to the entry that refers to the table, inside the IPA
    /// space.
    /// </summary>
    public static RmiCondition[] Table(int ipaRegister, int levelRegister) =>
    [
        RmiCondition.When("level_bound", RmiStatus.ErrorInput, call =>
            (long)call[levelRegister] <= call.Rd.RttLevelStart || (long)call[levelRegister] > RttGeometry.LastLevel),
        RmiCondition.When("ipa_align", RmiStatus.ErrorInput, call =>
            !call.Geometry.IsAligned(call[ipaRegister], (int)call[levelRegister] - 1)),
        RmiCondition.When("ipa_bound", RmiStatus.ErrorInput, call => !call.Rd.Contains(call[ipaRegister])),
    ];

    /// <summary>A walk reaches the entry that refers to a table; its address is noted in <see cref="RmiCall.Walk"/>.</summary>
    public static RmiCondition WalkToParent(int ipaRegister, int levelRegister) => new("rtt_walk", call =>
    {
        int parent = (int)call[levelRegister] - 1;
        RttWalk walk = call.WalkTo(call[ipaRegister], parent);
        return walk.Level == parent ? RmiResult.Success : RmiResult.ErrorRtt(walk.Level);
    });

    /// <summary>The entry the walk reached is TABLE.</summary>
    public static RmiCondition ParentIsTable { get; } =
        RmiCondition.Unless("rtte_state", call => call.Walk.IsTable);

    /// <summary>Range commands: base and top in X2 and X3, aligned and not empty.</summary>
    public static RmiCondition[] Range { get; } =
    [
        RmiConditions.Aligned("base_align", 2),
        RmiConditions.Aligned("top_align", 3),
        RmiCondition.When("size", RmiStatus.ErrorInput, call => call[3] <= call[2]),
    ];

    /// <summary>The range in X2 and X3 is protected.</summary>
    public static RmiCondition RangeProtected { get; } =
        RmiCondition.When("range_prot", RmiStatus.ErrorInput, call => !call.Rd.IsProtected(call[2], call[3]));

    /// <summary>The range in X2 and X3 is unprotected and inside the IPA space.</summary>
    public static RmiCondition RangeUnprotected { get; } = RmiCondition.When("range_unprot", RmiStatus.ErrorInput, call =>
        call.Rd.IsProtected(call[2]) || !call.Rd.Contains(call[3] - 1));
}
