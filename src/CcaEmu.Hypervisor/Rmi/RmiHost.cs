using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>The base layer: one wrapper for each RMI command, which makes the SMC, retries, and names the outputs.</summary>
/// <remarks>
/// <para>It knows nothing of realms as objects: whoever needs the RMM (realms, and later device assignment) is a client of it. The class is
/// in parts by the kind of object: boot, granules, realm, REC, RTT, and the engine of stateful operations.</para>
/// <para>BUSY and BLOCKED mean that nothing was done: a command is repeated until it gets another answer, at most
/// <see cref="RetryLimit"/> times. RMM specification 2.0-bet1 (DEN0137), type RmiStatusCode.</para>
/// </remarks>
/// <param name="cpus">Which PE is executing.</param>
/// <param name="granule">The RMI granule that this host configures: its page size.</param>
internal sealed partial class RmiHost(HostCpus cpus, TranslationGranule granule)
{
    /// <summary>How often a command is repeated before BUSY or BLOCKED is taken for its answer.</summary>
    public const int RetryLimit = 1000;

    private async Script<RmiReply> Call(RmiCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0)
    {
        var request = new SmcCall((ulong)command, x1, x2, x3, x4, x5);
        for (int attempt = 0; ; attempt++)
        {
            cpus.Pe.Charge(HypervisorCosts.RmiCall);
            SmcCall response = await cpus.Current.Smc(request);
            var reply = new RmiReply(request, response);
            if (!reply.MustRetry || attempt == RetryLimit)
                return reply;
        }
    }
}
