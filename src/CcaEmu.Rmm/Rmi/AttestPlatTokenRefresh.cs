using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Attestation;
using CcaEmu.Rmm.Operations;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_ATTEST_PLAT_TOKEN_REFRESH: fetches the platform token from the monitor anew.</summary>
/// <remarks>
/// A monitor that has none answers the host with ERROR_NOT_SUPPORTED: the page names no failure for that. While another PE is at
/// it, or the monitor has to be asked again, the command is BUSY, and the token is what it was.
/// </remarks>
internal sealed class AttestPlatTokenRefresh() : RmiHandler(RmiCommand.AttestPlatTokenRefresh, [RmmActive], Footprint.Rmm)
{
    protected override RmiResult Apply(RmiCall call) => call.Defer(() => Run(call));

    private static async Script Run(RmiCall call)
    {
        MonitorWork fetched = await call.Rmm.Attestation.TryFetch(call.RmmPe.Script);
        call.Rmm.IsPlatformTokenValid |= fetched == MonitorWork.Done;
        call.Finish(fetched switch
        {
            MonitorWork.Done => RmiStatus.Success,
            MonitorWork.Later => RmiStatus.Busy,
            _ => RmiStatus.ErrorNotSupported,
        });
    }
}
