using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Operations;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_ATTEST_PLAT_TOKEN_REFRESH: fetches the platform token from the monitor anew.</summary>
/// <remarks>A monitor that has none answers the host with ERROR_NOT_SUPPORTED: the page names no failure for that.</remarks>
internal sealed class AttestPlatTokenRefresh() : RmiHandler(RmiCommand.AttestPlatTokenRefresh, [RmmActive], Footprint.Rmm)
{
    protected override RmiResult Apply(RmiCall call) => call.Defer(() => Run(call));

    private static async Script Run(RmiCall call)
    {
        bool fetched = await call.Rmm.Attestation.Fetch(call.RmmPe.Script, call.Rmm.SharedPage);
        call.Rmm.IsPlatformTokenValid |= fetched;
        call.Finish(fetched ? RmiStatus.Success : RmiStatus.ErrorNotSupported);
    }
}
