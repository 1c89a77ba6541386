using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// RMI_RTT_UNPROT_MAP: shows a Realm memory of the host. The output address is the host's affair: the GPT decides at each access.
/// </summary>
internal sealed class RttUnprotMap() : RttMap(RmiCommand.RttUnprotMap,
    RmiCondition.When("flags", RmiStatus.ErrorInput, call => !AreFlagsValid(new RmiMapFlags(call[4]))),
    RttConditions.RangeUnprotected,
    [],
    [])
{
    private const int ReservedMemAttr = 4;
    private const int S2apReadWrite = 3;

    protected override bool TryMap(RmiCall call, RttEntry old, ulong entryAddress, int level)
    {
        var flags = new RmiMapFlags(call[4]);
        call.Tree.Write(entryAddress, RttEntry.MappedNs(call.Geometry, call.Ranges.Next, level, flags.MemAttr, flags.S2AP));
        return true;
    }

    // With direct permissions S2AP is what a descriptor holds: 0 none, 1 read, 2 write, 3 both.
    private static bool AreFlagsValid(RmiMapFlags flags) =>
        flags.IsValidForUnprotectedMap && flags.MemAttr != ReservedMemAttr && flags.S2AP <= S2apReadWrite;
}
