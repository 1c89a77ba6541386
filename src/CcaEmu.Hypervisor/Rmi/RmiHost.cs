using CcaEmu.Arm.Abi;
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
/// <param name="abi">The revision of the interface that it was made for.</param>
internal sealed partial class RmiHost(HostCpus cpus, TranslationGranule granule, RmmAbiProfile abi)
{
    /// <summary>How often a command is repeated before BUSY or BLOCKED is taken for its answer.</summary>
    public const int RetryLimit = 1000;

    private readonly RmiWire _wire = new(abi, granule);

    private Script<RmiReply> Call(RmiCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0) =>
        CallFor(command, command, x1, x2, x3, x4, x5);

    // The last continuation of an operation answers with the outputs of the command that began it.
    private async Script<RmiReply> CallFor(
        RmiCommand outputsOf, RmiCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0)
    {
        var request = new SmcCall((ulong)command, x1, x2, x3, x4, x5);
        for (int attempt = 0; ; attempt++)
        {
            cpus.Pe.Charge(HypervisorCosts.RmiCall);
            SmcCall response = RmiWire.Unknown;
            if (_wire.IsCanonical)
                response = await cpus.Current.Smc(request);
            else if (_wire.TryEncode(request, out SmcCall wire))
                response = _wire.Decode(await cpus.Current.Smc(wire), outputsOf);
            var reply = new RmiReply(request, response);
            if (!reply.MustRetry || attempt == RetryLimit)
                return reply;
        }
    }
}
