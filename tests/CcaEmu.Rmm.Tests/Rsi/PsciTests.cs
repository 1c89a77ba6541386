using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Rsi;

/// <summary>PSCI and other SMCs of a Realm.</summary>
public sealed class PsciTests
{
    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [TestCase(0x8400_0000, 0, 0, 0, 0x1_0001, TestName = "PSCI_VERSION is 1.1")]
    [TestCase(0x8000_0000, 0, 0, 0, 0x1_0002, TestName = "SMCCC_VERSION is 1.2")]
    [TestCase(0x8401_0000, 0, 0, 0, 0x1_0001, TestName = "The SVE hint changes nothing")]
    [TestCase(0x8000_0001, 0x8000_0000, 0, 0, -1, TestName = "SMCCC_ARCH_FEATURES is unknown to a realm")]
    [TestCase(0x8400_000A, 0xC400_0003, 0, 0, 0, TestName = "PSCI_FEATURES knows CPU_ON")]
    [TestCase(0x8400_000A, 0x8000_0000, 0, 0, 0, TestName = "PSCI_FEATURES knows SMCCC_VERSION")]
    [TestCase(0x8400_000A, 0x8400_0005, 0, 0, -1, TestName = "PSCI_FEATURES does not know MIGRATE")]
    [TestCase(0x8400_0005, 0, 0, 0, -1, TestName = "PSCI_MIGRATE is not supported")]
    [TestCase(0xC400_0158, 0, 0, 0, -1, TestName = "RMI is unknown to a realm")]
    [TestCase(0xC200_0000, 0, 0, 0, -1, TestName = "A call of another owner is unknown")]
    [TestCase(0xC400_019A, 0, 0, 0, 2, TestName = "RSI_VSMMU_GET_INFO fails by the state of a realm without devices")]
    [TestCase(0xC400_01A5, 0, 0, 0, -1, TestName = "A number of RSI that no command has is unknown")]
    [TestCase(0xC400_0003, 1, 0x1_0000_0000, 0, -9, TestName = "CPU_ON at an unprotected entry is INVALID_ADDRESS")]
    [TestCase(0xC400_0003, 2, 0x8000_0000, 0, -2, TestName = "CPU_ON of no REC is INVALID_PARAMETERS")]
    [TestCase(0xC400_0003, 0x81, 0x8000_0000, 0, -2, TestName = "CPU_ON of a malformed MPIDR is INVALID_PARAMETERS")]
    [TestCase(0xC400_0003, 2, 0x1_0000_0000, 0, -9, TestName = "CPU_ON checks the entry before the MPIDR")]
    [TestCase(0xC400_0003, 0, 0x8000_0000, 0, -4, TestName = "CPU_ON of itself is ALREADY_ON")]
    [TestCase(0xC400_0004, 0, 1, 0, -2, TestName = "AFFINITY_INFO of a level above 0 is INVALID_PARAMETERS")]
    [TestCase(0xC400_0004, 2, 0, 0, -2, TestName = "AFFINITY_INFO of no REC is INVALID_PARAMETERS")]
    [TestCase(0xC400_0004, 0, 0, 0, 0, TestName = "AFFINITY_INFO of itself is ON")]
    [TestCase(0x8400_0003, 0x1_0000_0000, 0x1_8000_0000, 0, -4, TestName = "CPU_ON as SMC32 has arguments of 32 bits")]
    [TestCase(0x8400_0004, 0x1_0000_0000, 0x1_0000_0000, 0, 0, TestName = "AFFINITY_INFO as SMC32 has arguments of 32 bits")]
    public void A_call_is_answered_at_once(long functionId, long x1, long x2, long x3, long expected)
    {
        TestRealm realm = Start([.. A64.Call((ulong)functionId, (ulong)x1, (ulong)x2, (ulong)x3)]);
        Assert.That((long)realm.Finish()[0], Is.EqualTo(expected));
    }

    [Test]
    public void Cpu_suspend_exits_and_returns_success()
    {
        TestRealm realm = Start([.. A64.Call((ulong)PsciFunction.CpuSuspend, 5)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)PsciFunction.CpuSuspend));
        Assert.That(realm.ExitGpr(1), Is.Zero);
        Assert.That(realm.Finish()[0], Is.Zero);
    }

    [Test]
    public void The_sve_hint_is_between_the_realm_and_its_rmm()
    {
        TestRealm realm = Start([.. A64.Call((ulong)PsciFunction.CpuSuspend | 1UL << 16)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)PsciFunction.CpuSuspend));
    }

    [Test]
    public void Cpu_off_makes_the_rec_not_runnable()
    {
        TestRealm realm = Start([.. A64.Call((ulong)PsciFunction.CpuOff)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRec));
    }

    [TestCase(PsciFunction.SystemOff)]
    [TestCase(PsciFunction.SystemReset)]
    public void The_end_of_the_system_ends_the_realm(PsciFunction function)
    {
        TestRealm realm = Start([.. A64.Call((ulong)function)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)function));
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRealm));
    }

    [Test]
    public void A_second_rec_starts_where_cpu_on_says()
    {
        TestRealm realm = Start([.. A64.Call((ulong)PsciFunction.CpuOn, 1, TestRealm.Data + 0x400, 0xC0FFEE)], out ulong second);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.Multiple(() =>
        {
            Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)PsciFunction.CpuOn));
            Assert.That(realm.ExitGpr(1), Is.EqualTo(1));
            Assert.That(realm.ExitGpr(2), Is.Zero, "entry point and context are the Realm's affair");
            Assert.That(realm.ExitGpr(3), Is.Zero);
        });
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRec), "the request is open");
        Assert.That(_bench.Rmi(RmiCommand.RecEnter, second, realm.Run), Is.EqualTo((RmiResult)RmiStatus.ErrorRec), "it is off");
        _bench.Succeed(RmiCommand.PsciComplete, realm.Rec, second, 0);
        ulong[] x = realm.Finish();
        Assert.That(x[..4], Is.EqualTo(new ulong[] { 0, 0, 0, 0 }));

        _bench.Succeed(RmiCommand.RecEnter, second, realm.Run);
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.HostCall));
        Assert.That(realm.ExitGpr(0), Is.EqualTo(0xC0FFEE));
        Assert.That(realm.ExitGpr(1), Is.EqualTo(1UL << 31 | 1));
    }

    [Test]
    public void A_rec_that_was_off_before_starts_afresh()
    {
        const ulong goesOff = TestRealm.Data + 0x400, comesBack = TestRealm.Data + 0x600;
        var realm = new TestRealm(_bench);
        var data = new byte[0x1000];
        Put(data, 0x400, [.. A64.Load(19, 0x1919), A64.Msr(3, 0, 13, 0, 4, 19), .. A64.Call((ulong)PsciFunction.CpuOff)]);
        Put(data, 0x600, [A64.Mov(2, 19), A64.Mrs(3, 3, 0, 13, 0, 4), .. A64.Report(), A64.Stop]);
        realm.MapInit(TestRealm.Data, data);
        realm.MapCode([.. A64.Call((ulong)PsciFunction.CpuOn, 1, comesBack, 0xC0FFEE), .. A64.Report(), A64.Stop]);
        realm.NewRec();
        ulong second = realm.NewRec(mpidr: 1, pc: goesOff);
        realm.Activate();
        _bench.Succeed(RmiCommand.RecEnter, second, realm.Run);
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.Psci));
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        _bench.Succeed(RmiCommand.PsciComplete, realm.Rec, second, 0);
        _bench.Succeed(RmiCommand.RecEnter, second, realm.Run);
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.HostCall));
        Assert.That(realm.ExitGpr(0), Is.EqualTo(0xC0FFEE));
        Assert.That(realm.ExitGpr(2), Is.Zero, "X19");
        Assert.That(realm.ExitGpr(3), Is.Zero, "TPIDR_EL1");
    }

    [TestCase(0xC400_0003, 0, true, -4, TestName = "CPU_ON of a REC that is on is ALREADY_ON")]
    [TestCase(0xC400_0003, -3, false, -3, TestName = "The host may deny CPU_ON")]
    [TestCase(0xC400_0004, 0, true, 0, TestName = "AFFINITY_INFO of a REC that is on")]
    [TestCase(0xC400_0004, 0, false, 1, TestName = "AFFINITY_INFO of a REC that is off")]
    public void A_request_about_another_rec_is_completed_by_the_host(long function, long status, bool targetOn, long expected)
    {
        bool cpuOn = function == 0xC400_0003;
        TestRealm realm = Start([.. A64.Call((ulong)function, 1, cpuOn ? TestRealm.Code : 0)], out ulong second, targetOn);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        _bench.Succeed(RmiCommand.PsciComplete, realm.Rec, second, (ulong)status);
        Assert.That((long)realm.Finish()[0], Is.EqualTo(expected));
    }

    [TestCase(0xFFFF_FFFDul, RmiStatus.Success, TestName = "A status may be 32 bits without a sign")]
    [TestCase(1ul << 32, RmiStatus.ErrorInput, TestName = "What is no status is not taken for SUCCESS")]
    [TestCase(0x1_FFFF_FFFDul, RmiStatus.ErrorInput, TestName = "What is no status is not taken for DENIED")]
    public void A_status_has_32_bits(ulong status, RmiStatus expected)
    {
        TestRealm realm = Start([.. A64.Call((ulong)PsciFunction.CpuOn, 1, TestRealm.Code)], out ulong second);
        realm.Enter();
        Assert.That(_bench.Rmi(RmiCommand.PsciComplete, realm.Rec, second, status), Is.EqualTo((RmiResult)expected));
    }

    [TestCase(0xC400_0003, true, TestName = "CPU_ON of a REC that is on cannot be denied")]
    [TestCase(0xC400_0004, false, TestName = "AFFINITY_INFO cannot be denied")]
    public void Denying(long function, bool targetOn)
    {
        TestRealm realm = Start([.. A64.Call((ulong)function, 1, function == 0xC400_0003
            ? TestRealm.Code
            : 0)], out ulong second, targetOn);
        realm.Enter();
        Assert.That(
            _bench.Rmi(RmiCommand.PsciComplete, realm.Rec, second, unchecked((ulong)(long)PsciStatus.Denied)),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    private static void Put(byte[] page, int offset, uint[] program) => Buffer.BlockCopy(program, 0, page, offset, program.Length * 4);

    private TestRealm Start(uint[] program) => Start(program, out _);

    private TestRealm Start(uint[] program, out ulong second, bool secondRunnable = false)
    {
        // What a second REC does: tell the host its context and MPIDR_EL1.
        uint[] other = [A64.Mrs(1, 3, 0, 0, 0, 5), .. A64.Report(), A64.Stop];
        var realm = new TestRealm(_bench);
        var data = new byte[0x1000];
        Put(data, 0x400, other);
        realm.MapInit(TestRealm.Data, data);
        realm.MapCode([.. program, .. A64.Report(), A64.Stop]);
        realm.NewRec();
        second = realm.NewRec(secondRunnable, mpidr: 1);
        realm.Activate();
        return realm;
    }
}
