using System.CommandLine;
using CcaEmu.Arm.A64;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Options;

/// <summary><c>--pmu</c>: a realm with performance monitors, as many event counters as the RMM offers.</summary>
internal static class PmuChoice
{
    /// <summary>The option.</summary>
    public static Option<bool> Option() => new("--pmu")
    {
        Description = "Give the realm performance monitors (FEAT_PMUv3) with all of their event counters",
    };

    /// <summary>Says why it cannot be had.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <returns>One line, or null when nothing is wrong.</returns>
    public static string? FindError(RunRequest request)
    {
        if (!request.HasMonitors)
            return null;
        if (request.Kind != GuestKind.Realm)
            return "--pmu: expected a realm, found --vm; an ordinary virtual machine of this host has no performance monitors";
        return request.CpuFeatures.Has(Feature.FEAT_PMUv3) ? null : "--pmu: expected PEs with FEAT_PMUv3, found none; try --cpu-feature +FEAT_PMUv3";
    }
}
