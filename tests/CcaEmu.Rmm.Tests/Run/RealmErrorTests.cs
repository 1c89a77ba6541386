using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>SErrors while a Realm runs: the host always learns of them, the Realm of those it can do something about.</summary>
public sealed class RealmErrorTests
{
    private const uint AsynchronousError = 0x11, Unrecoverable = 1 << 10, Restartable = 2 << 10, Recoverable = 3 << 10, ImplementationDefined = 1 << 24;
    private const int ErrorVector = 0x380;
    private const ulong Handlers = TestRealm.Code + 0x4000;
    private const uint Esb = 0xD503_221F, UnmaskErrors = 0xD503_44FF; // MSR DAIFClr, #4

    private RmmBench _bench = null!;
    private AtRealmEntry _entry = null!;

    [SetUp]
    public void Boot()
    {
        _bench = new RmmBench();
        _bench.Machine.Bus.Subscribe(_entry = new AtRealmEntry());
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [TestCase(AsynchronousError | Recoverable, true, TestName = "A recoverable error is pending in the realm after its exit")]
    [TestCase(AsynchronousError | Unrecoverable, true, TestName = "An unrecoverable error is pending in the realm after its exit")]
    [TestCase(AsynchronousError | Restartable, false, TestName = "A restartable error is the hosts alone")]
    public void An_error_exits(uint syndrome, bool isInjected)
    {
        // The realm unmasks, and its SError handler reports 0x5E and ESR_EL1.
        uint[] handler = [A64.Movz(0, 0x5E), A64.Mrs(1, 3, 0, 5, 2, 0), .. A64.Report(), A64.Stop];
        var page = new byte[0x1000];
        Buffer.BlockCopy(handler, 0, page, ErrorVector, handler.Length * 4);
        TestRealm realm = Guests.Start(_bench, r => r.MapInit(Handlers, page),
            [.. A64.Load(5, Handlers), A64.Msr(3, 0, 12, 0, 0, 5), UnmaskErrors, A64.Nop, A64.Movz(0, 1)]);
        _entry.Act = pe => pe.PendSError(syndrome);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.SError));
        _entry.Act = null;
        Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).EC, Is.EqualTo(ExceptionClass.SError));
        Assert.That(realm.Exit(L.ExitEsr) & 0x1FF_FFFF, Is.EqualTo(syndrome));
        ulong[] x = realm.Finish();
        Assert.That(x[0], Is.EqualTo(isInjected ? 0x5E : 1));
        if (isInjected)
            Assert.That(x[1], Is.EqualTo((ulong)ExceptionClass.SError << 26 | 1UL << 25 | syndrome));
    }

    [TestCase(AsynchronousError, TestName = "An uncontainable error stops the machine")]
    [TestCase(Recoverable, TestName = "An uncategorized error stops the machine")]
    [TestCase(AsynchronousError | Recoverable | ImplementationDefined, TestName = "An error with an implementation defined syndrome stops the machine")]
    public void An_error_that_nobody_contains_is_the_end(uint syndrome)
    {
        TestRealm realm = Guests.Start(_bench, [A64.Nop]);
        _entry.Act = pe => pe.PendSError(syndrome);
        _bench.Begin(RmiCommand.RecEnter, realm.Rec, realm.Run);
        Assert.That(_bench.Pe.SecurityState, Is.EqualTo(SecurityState.Realm), "the host is not told");
        Assert.That(_bench.Rmm.FatalError, Does.StartWith("PE0: an SError that is not contained").And.Contain($"0x{realm.Rec:x}"));
    }

    [TestCase(0u, true, true, TestName = "A recoverable external abort is the hosts and the realms")]
    [TestCase(3u, true, false, TestName = "A restartable external abort is the hosts alone")]
    [TestCase(2u, false, false, TestName = "An uncontainable external abort stops the machine")]
    public void An_external_abort_goes_by_its_severity(uint severity, bool exits, bool isInjected)
    {
        // No PE of ours says how bad an abort is: it is said for it, with one that stage 2 makes.
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, TestRealm.Unprotected), A64.Ldr(0, 4), A64.Movz(0, 1)]);
        realm.MakeTables(TestRealm.Unprotected);
        var abort = new AtRealmExit { Syndrome = EsrValue.Create(ExceptionClass.DataAbortLower, severity << 11 | (uint)FaultStatusCode.SynchronousExternalAbort).Value };
        _bench.Machine.Bus.Subscribe(abort);
        _bench.Begin(RmiCommand.RecEnter, realm.Rec, realm.Run);
        Assert.That(_bench.Rmm.FatalError is null, Is.EqualTo(exits));
        if (!exits)
            return;
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.Sync));
        Assert.That(realm.Exit(L.ExitHpfar), Is.Zero);
        abort.Syndrome = null;
        ulong shared = RttRangeScenarios.Pages(_bench.NewGranule(), 1);
        ulong flags = new RmiMapFlags(RttRangeScenarios.OneRange).WithAttributes(6, 3).Value;
        _bench.Succeed(RmiCommand.RttUnprotMap, realm.Rd, TestRealm.Unprotected, TestRealm.Unprotected + 0x1000, flags, shared);
        Assert.That(realm.Finish()[0], Is.EqualTo(isInjected ? 0xE : 1));
    }

    [Test]
    public void A_rec_that_is_turned_on_again_has_no_error_from_before_pending()
    {
        // The first REC asks for the second, which goes off with an error pending and then looks for it.
        const ulong again = TestRealm.Code + 0x100;
        uint[] off = A64.Call((ulong)PsciFunction.CpuOff);
        var words = new uint[1024];
        ((uint[])[.. A64.Call((ulong)PsciFunction.CpuOn, 1, again)]).CopyTo(words, 0);
        ((uint[])[A64.Mrs(0, 3, 0, 12, 1, 0), .. A64.Report()]).CopyTo(words, 0x100 / 4);
        off.CopyTo(words, 0x200 / 4);
        var realm = new TestRealm(_bench);
        realm.MapInit(TestRealm.Data, []);
        realm.MapCode(words);
        realm.NewRec();
        ulong second = realm.NewRec(mpidr: 1, pc: TestRealm.Code + 0x200);
        realm.Activate();
        _entry.Act = pe => pe.PendSError(AsynchronousError | Recoverable);
        _bench.Succeed(RmiCommand.RecEnter, second, realm.Run);
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.SError));
        _entry.Act = null;
        _bench.Succeed(RmiCommand.RecEnter, second, realm.Run);
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.Psci));
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        _bench.Succeed(RmiCommand.PsciComplete, realm.Rec, second, 0);
        _bench.Succeed(RmiCommand.RecEnter, second, realm.Run);
        Assert.That(realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.HostCall));
        Assert.That(realm.ExitGpr(0) & PSTATE.A, Is.Zero, "ISR_EL1");
    }

    [Test]
    public void An_error_that_is_masked_stays_pending_from_entry_to_entry_and_only_in_its_realm()
    {
        uint[] program = [.. A64.Report(), A64.Mrs(0, 3, 0, 12, 1, 0), .. A64.Report(), Esb, A64.Mrs(0, 3, 0, 12, 1, 1), A64.Mrs(1, 3, 0, 12, 1, 0)];
        TestRealm first = Guests.Start(_bench, program), second = Guests.Start(_bench, program);
        _entry.Act = pe => pe.PendSError(AsynchronousError | Recoverable);
        Assert.That(first.Enter(), Is.EqualTo(RmiRecExitReason.SError));
        _entry.Act = null;
        second.Finish();
        first.Finish();
        Assert.That(second.Finish()[0] & PSTATE.A, Is.Zero, "ISR_EL1 of the other");
        Assert.That(first.Finish()[0] & PSTATE.A, Is.Not.Zero, "ISR_EL1");
        ulong[] x = first.Finish();
        Assert.That(second.Finish()[0], Is.Zero, "DISR_EL1 of the other");
        Assert.That(x[0], Is.EqualTo(1UL << 31 | AsynchronousError | Recoverable), "ESB has deferred it to DISR_EL1");
        Assert.That(x[1] & PSTATE.A, Is.Zero);
        Assert.That(_bench.Pe[R.VDISR_EL2], Is.Zero, "the host's");
    }
}
