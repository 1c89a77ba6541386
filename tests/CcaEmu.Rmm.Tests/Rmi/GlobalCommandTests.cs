using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Commands about the RMM itself, and what all commands have in common.</summary>
public sealed class GlobalCommandTests
{
    [TestCase(0x2_0000, RmiStatus.Success)]
    [TestCase(0x1_0000, RmiStatus.ErrorInput)]
    [TestCase(0x2_0001, RmiStatus.ErrorInput)]
    [TestCase(0x3_0000, RmiStatus.ErrorInput)]
    [TestCase(0x8002_0000, RmiStatus.ErrorInput)]
    public void Version_negotiation(long requested, RmiStatus status)
    {
        using var bench = new RmmBench(activate: false);
        Assert.That(bench.Rmi(RmiCommand.Version, (ulong)requested), Is.EqualTo((RmiResult)status));
        Assert.That(bench.X[1..3], Is.EqualTo(new ulong[] { 0x2_0000, 0x2_0000 }));
    }

    [Test]
    public void Feature_registers_say_what_is_there()
    {
        using var bench = new RmmBench(activate: false);
        bench.Succeed(RmiCommand.Features, 0);
        Assert.That(
            RmiFeatureRegister0.Decode(bench.X[1]),
            Is.EqualTo(new RmiFeatureRegister0 { S2sz = 48, NumBps = 5, NumWps = 3, Pmu = true, PmuNumCtrs = 31 }));
        bench.Succeed(RmiCommand.Features, 1);
        Assert.That(RmiFeatureRegister1.Decode(bench.X[1]), Is.EqualTo(
            new RmiFeatureRegister1 { Granule4K = true, Granule16K = true, Granule64K = true, Sha256 = true, Sha384 = true, Sha512 = true, MaxRecsOrder = 9, Pps = 2 }));
        foreach (ulong index in new ulong[] { 2, 3, 4, 5, ulong.MaxValue })
        {
            bench.Succeed(RmiCommand.Features, index);
            Assert.That(bench.X[1], Is.Zero);
        }
    }

    [Test]
    public void Configuration_can_be_read_back()
    {
        using var bench = new RmmBench(activate: false);
        ulong page = bench.NewPage(Enumerable.Repeat((byte)0xFF, 0x1000).ToArray());
        bench.Write(page + RmiRmmConfigLayout.TrackingRegionSize, [0]);
        bench.Write(page + RmiRmmConfigLayout.RmiGranuleSize, [0]);
        bench.Succeed(RmiCommand.RmmConfigSet, page);
        bench.Succeed(RmiCommand.RmmActivate);
        Assert.That(bench.Rmm.RmmState, Is.EqualTo(RmmState.Active));
        bench.Succeed(RmiCommand.RmmConfigGet, page);
        Assert.That(bench.Peek(page, 0x1000), Is.All.Zero);
    }

    [Test]
    public void Unused_results_come_back_as_the_interface_says()
    {
        using var bench = new RmmBench();
        bench.Rmi(RmiCommand.Features, 0, 22, 33, 44, 55, 66, 77);
        Assert.That(bench.X[2..], Is.EqualTo(new ulong[] { 0, 0, 44, 55, 66, 77 }));
    }

    [Test]
    public void The_sve_hint_changes_nothing()
    {
        using var bench = new RmmBench();
        Assert.That(bench.Smc((ulong)RmiCommand.Version | SmcFunctionId.SveHintBit, 0x2_0000), Is.Zero);
    }

    [TestCase(0xC400_0151, TestName = "A number of RMI 1.0 is unknown")]
    [TestCase(0xC400_02CF, TestName = "The last number of the range is unknown")]
    public void Unknown(long functionId)
    {
        using var bench = new RmmBench();
        Assert.That(bench.Smc((ulong)functionId), Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void Every_command_of_the_specification_is_known_by_name()
    {
        using var bench = new RmmBench();
        var arguments = new ulong[] { 1, 1, 1, 1, 1, 1, 1 };
        foreach (CommandInfo command in RmiCommandTable.All)
        {
            bool built = RmmFirmware.ImplementedCommands.Contains((RmiCommand)command.FunctionId.Value);
            ulong x0 = bench.Smc(command.FunctionId.Value, arguments);
            Assert.That(x0 == (ulong)RmiStatus.ErrorNotSupported, Is.EqualTo(!built), command.Name);
            Assert.That(x0, Is.Not.EqualTo(ulong.MaxValue), command.Name);
        }
    }

    [Test]
    public void Hash_algorithms_can_be_withheld()
    {
        using var bench = new RmmBench(new RmmOptions { HashAlgorithms = [RmiHashAlgorithm.Sha256] });
        ulong page = bench.NewPage(new RealmParams { HashAlgo = (byte)RmiHashAlgorithm.Sha512, RttBase = bench.NewDelegated() }.ToBytes());
        Assert.That(bench.Rmi(RmiCommand.RealmCreate, bench.NewDelegated(), page), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void Random_commands_neither_crash_nor_hang()
    {
        // Addresses that mean something, values at the edges, and noise, in every register of every command.
        using var bench = new RmmBench();
        TestRealm realm = new TestRealm(bench).Start([.. A64.Call(0x8400_0000), .. A64.Call(0x8400_0008)]);
        var random = new Machine.SeededRandom(20260712);
        ulong[] values =
        [
            0, 1, 2, 3, 4, 0x1000, 0xFFF, TestRealm.Code, TestRealm.Data, TestRealm.Unprotected, 1UL << 33, ulong.MaxValue, ulong.MaxValue & ~0xFFFUL,
            1UL << 63, realm.Rd, realm.Rec, realm.Rtt, realm.Run, bench.NewDelegated(), bench.NewGranule(), 0x8000_0000, 0xFDC0_0000, 0x1C09_0000,
            RttRangeScenarios.OneRange, RttRangeScenarios.ListOf(1), RttRangeScenarios.ListOf(16383), RttRangeScenarios.Pages(0x9000_0000, 5),
        ];
        RmiCommand[] commands = [.. RmmFirmware.ImplementedCommands];
        for (int i = 0; i < 20_000; i++)
        {
            var arguments = new ulong[7];
            for (int j = 0; j < arguments.Length; j++)
                arguments[j] = random.Next() % 8 == 0 ? random.Next() : values[random.Next() % (ulong)values.Length];
            RmiCommand command = commands[random.Next() % (ulong)commands.Length];
            RmiResult result = bench.Rmi(command, arguments);
            Assert.That(result.Status, Is.LessThanOrEqualTo(RmiStatus.ErrorGranule), command.ToString());
        }
    }
}
