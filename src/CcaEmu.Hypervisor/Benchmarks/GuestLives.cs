using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Benchmarks;

/// <summary>A VMM that launches the same guest again and again, each when the one before it is gone: what <c>ccaemu bench world-switch</c> measures of boot and teardown.</summary>
/// <param name="launch">The guest.</param>
/// <param name="count">How many.</param>
/// <param name="ended">Told when one is gone and its memory is back.</param>
public sealed class GuestLives(RealmLaunch launch, int count, Action ended) : IVmmProgram
{
    /// <summary>How the guests ended so far, in their order.</summary>
    public IReadOnlyList<RealmOutcome> Outcomes => _outcomes;

    private readonly List<RealmOutcome> _outcomes = [];

    /// <inheritdoc/>
    public async Script Main(VmmProcess process)
    {
        for (int i = 0; i < count; i++)
        {
            var vmm = new RealmVmm(launch, _ => { });
            await vmm.Main(process);
            _outcomes.Add(vmm.Outcome!);
            ended();
            if (_outcomes[^1].Kind != RealmOutcomeKind.Passed)
                return;
        }
    }
}
