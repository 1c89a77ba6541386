using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_MEM_GET_PERM_VALUE: what a plane may do with memory of a permission index. There is plane 0 alone, which may do everything.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Plane memory permissions": of plane 0 no index takes anything away.</remarks>
internal sealed class RsiMemGetPermValue() : RsiHandler(RsiCommand.MemGetPermValue,
[
    new("plane_bound", RsiStatus.ErrorInput, call => call[1] != 0),
    new("index_bound", RsiStatus.ErrorInput, call => call[2] > LastIndex),
])
{
    // Index 15 stands for memory that has no overlay.
    private const ulong LastIndex = 14;

    // Arm ARM (DDI 0487), stage 2 overlay permissions: read, write, and execute at either level.
    private const ulong ReadWriteExecute = 0b1111;

    protected override RealmOutcome Apply(RsiCall call)
    {
        call[1] = ReadWriteExecute;
        return call.Return(RsiStatus.Success);
    }
}
