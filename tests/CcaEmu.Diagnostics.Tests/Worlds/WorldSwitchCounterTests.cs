using CcaEmu.Arm;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Tests.Worlds;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WorldSwitchCounterTests
{
    private readonly WorldSwitchCounter _counter = new(1);
    private Stage _stage = null!;

    [SetUp]
    public void SetUp()
    {
        _stage = new Stage();
        _stage.Machine.Bus.Subscribe(_counter);
    }

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void The_first_return_after_reset_is_no_switch()
    {
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);

        Assert.That(_counter.Counts, Is.Empty);
    }

    [Test]
    public void Switches_are_counted_by_direction()
    {
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);
        for (int i = 0; i < 2; i++)
        {
            _stage.Smc(Stage.RmmPc).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
            _stage.Smc(Stage.HostPc).MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);
        }
        _stage.Smc(Stage.RmmPc).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);

        Assert.That(_counter.Counts, Is.EqualTo(
        [
            new WorldSwitchCount(SecurityState.NonSecure, SecurityState.Realm, 2),
            new WorldSwitchCount(SecurityState.Realm, SecurityState.NonSecure, 3),
        ]));
        Assert.That(_counter.CountOf(SecurityState.Realm, SecurityState.NonSecure), Is.EqualTo(3));
    }

    [Test]
    public void A_call_that_returns_to_its_own_world_is_no_switch()
    {
        _stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        _stage.Smc(Stage.HostPc).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);

        Assert.That(_counter.Counts, Is.Empty);
    }
}
