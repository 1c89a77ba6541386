using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Benchmarks;

/// <summary>The calls of a host that <c>ccaemu bench world-switch</c> measures.</summary>
/// <param name="services">Commands and memory.</param>
/// <param name="measurement">Who measures, and how often.</param>
internal sealed class HostMeasurements(HostServices services, HostMeasurement measurement)
{
    // In the range of RMI commands, and none: the way there and back, and as little as may be between.
    private const ulong NoCommand = 0xC400_02CF;

    /// <summary>Makes them.</summary>
    public async Script<HostResult> Run()
    {
        for (int i = 0; i < measurement.Repetitions; i++)
            await Smc("smc_rt", (ulong)SmcccFunction.Version);
        for (int i = 0; i < measurement.Repetitions; i++)
            await Smc("rmi_rt", NoCommand);
        for (int i = 0; i < measurement.Repetitions; i++)
        {
            measurement.Begin("rmi_version");
            await services.Rmi.Version(RmiRevision.Current);
            measurement.End("rmi_version");
        }
        HostResult allocated = services.AllocateZeroedPage(out ulong page);
        for (int i = 0; i < measurement.Repetitions && allocated.IsOk; i++)
            allocated = await DelegateAndBack(page);
        services.FreePage(page);
        return allocated;
    }

    private async Script Smc(string name, ulong function)
    {
        measurement.Begin(name);
        await services.Smc(new SmcCall(function));
        measurement.End(name);
    }

    private async Script<HostResult> DelegateAndBack(ulong page)
    {
        measurement.Begin("granule_delegate");
        RmiReply<ulong> there = await services.Rmi.GranuleRangeDelegate(page, page + services.PageSize.Bytes);
        measurement.End("granule_delegate");
        if (!there.IsSuccess)
            return HostResult.Fail(there.Reply);
        measurement.Begin("granule_undelegate");
        RmiReply<ulong> back = await services.Rmi.GranuleRangeUndelegate(page, page + services.PageSize.Bytes);
        measurement.End("granule_undelegate");
        return HostResult.From(back.Reply);
    }
}
