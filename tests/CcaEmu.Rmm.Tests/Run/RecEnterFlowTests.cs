using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>A Realm runs: entry, host call, exit, entry, until it powers off.</summary>
public sealed class RecEnterFlowTests
{
    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_realm_negotiates_rsi_calls_the_host_and_powers_off()
    {
        var realm = new TestRealm(_bench);
        realm.MapInit(TestRealm.Data, []);
        realm.Start(
        [
            .. A64.Call((ulong)RsiCommand.Version, 0x1_0001),
            .. A64.Report(),
            .. A64.Load(29, TestRealm.Data), A64.Ldr(3, 29, 8),
            .. A64.Report(),
            .. A64.Call((ulong)PsciFunction.SystemOff),
            A64.Stop,
        ]);

        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        Assert.Multiple(() =>
        {
            Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)RsiStatus.Success));
            Assert.That(realm.ExitGpr(1), Is.EqualTo(0x1_0001));
            Assert.That(realm.ExitGpr(2), Is.EqualTo(0x1_0001));
        });
        realm.SetEnterGpr(0, 0x1234_5678_9ABC);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)RsiStatus.Success), "X0 of the host call itself");
        Assert.That(realm.ExitGpr(3), Is.EqualTo(0x1234_5678_9ABC), "what the host wrote into the structure");

        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)PsciFunction.SystemOff));
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRealm));
        Assert.That(
            realm.Exit(L.ExitReason),
            Is.EqualTo((ulong)RmiRecExitReason.Psci), "a failed entry leaves the exit record alone");
    }
}
