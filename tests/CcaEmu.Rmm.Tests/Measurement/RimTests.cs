using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Measurement;

/// <summary>The Realm Initial Measurement against the rules written down independently.</summary>
public sealed class RimTests
{
    [Test]
    public void The_rim_follows_from_parameters_pages_and_recs(
        [Values] RmiHashAlgorithm algorithm, [Values] RimInitialValue initial)
    {
        using var bench = new RmmBench(new RmmOptions { RimInitialValue = initial });
        byte[] first = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))];
        byte[] second = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 13))];
        var realm = new TestRealm(bench, new RealmParams { HashAlgo = (byte)algorithm, NumBps = 2, NumWps = 1, Flags0 = 1 << 5, Rpv = [7] });
        realm.MapInit(TestRealm.Code, first);
        realm.MapInit(TestRealm.Data, second, RmiDataFlags.None);
        realm.NewRec(runnable: true, mpidr: 0, pc: TestRealm.Code, 1, 2, 3, 4, 5, 6, 7, 8);
        realm.NewRec(runnable: false, mpidr: 1, pc: 0x1234);
        bench.Succeed(RmiCommand.RttInitRipas, realm.Rd, TestRealm.Code + 0x10000, TestRealm.Code + 0x20000);

        byte[] rim = initial == RimInitialValue.Zero ? new byte[64] : MeasurementRules.Create(algorithm, 1 << 5, 33, 2, 1);
        rim = MeasurementRules.Data(algorithm, rim, TestRealm.Code, first, measure: true);
        rim = MeasurementRules.Data(algorithm, rim, TestRealm.Data, second, measure: false);
        rim = MeasurementRules.Rec(algorithm, rim, TestRealm.Code, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.That(Read(bench, realm), Is.EqualTo(rim));
    }

    [Test]
    public void The_realm_reads_its_rim()
    {
        using var bench = new RmmBench();
        var realm = new TestRealm(bench);
        realm.MapInit(TestRealm.Data, []);
        realm.Start([.. Guests.Rsi(RsiCommand.MeasurementRead, 0), .. A64.Report()]);
        byte[] rim = Read(bench, realm);
        ulong[] x = realm.Finish();
        Assert.That(x[1..5].SelectMany(BitConverter.GetBytes), Is.EqualTo(rim[..32]));
        Assert.That(x[5..], Is.EqualTo(new ulong[] { 0, 0, 0 }), "behind a digest of 32 bytes");
    }

    [Test]
    public void Activation_freezes_the_rim_and_memory_given_later_is_not_in_it()
    {
        using var bench = new RmmBench();
        TestRealm realm = new TestRealm(bench).Start(A64.Stop);
        byte[] before = Read(bench, realm);
        bench.Succeed(
            RmiCommand.RttDataMap, realm.Rd, TestRealm.Data, TestRealm.Data + 0x1000, Rmi.RttRangeScenarios.OneRange,
            Rmi.RttRangeScenarios.Pages(bench.NewDelegated(), 1));
        Assert.That(Read(bench, realm), Is.EqualTo(before));
    }

    [Test]
    public void Where_a_page_is_matters_as_much_as_what_is_in_it()
    {
        using var bench = new RmmBench();
        byte[] At(ulong ipa, byte value)
        {
            var realm = new TestRealm(bench);
            realm.MapInit(ipa, [value]);
            return Read(bench, realm);
        }

        byte[] original = At(TestRealm.Code, 1);
        Assert.That(At(TestRealm.Code, 1), Is.EqualTo(original));
        Assert.That(At(TestRealm.Code, 2), Is.Not.EqualTo(original));
        Assert.That(At(TestRealm.Data, 1), Is.Not.EqualTo(original));
    }

    private static byte[] Read(RmmBench bench, TestRealm realm)
    {
        var rim = new byte[64];
        new Rd(new RealmMemory(bench.Pe.Physical), realm.Rd).ReadMeasurement(0, rim);
        return rim;
    }
}
