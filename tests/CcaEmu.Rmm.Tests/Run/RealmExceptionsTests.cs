using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;
using CcaEmu.Monitor;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Run;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>Exceptions that this board's guests cannot cause yet, handed to the handler directly.</summary>
public sealed class RealmExceptionsTests
{
    private RmmBench _bench = null!;
    private TestRealm _realm = null!;
    private RealmContext _context = null!;
    private ScriptContext _script = null!;
    private RealmOutcome _later;
    private RealmExceptions _exceptions = null!;

    private Rec Rec => new(new RealmMemory(_bench.Pe.Physical), _realm.Rec);

    [SetUp]
    public void Boot()
    {
        // Without the monitor, which does not run here, tokens can be signed only with a key that the RMM has.
        _bench = new RmmBench(monitor: new MonitorOptions { SignsTokens = false });
        _realm = new TestRealm(_bench).Start(A64.Stop);
        _script = new ScriptContext(_bench.Rmm, _bench.Pe);
        _context = new RealmContext(_bench.Rmm.Context, _bench.Pe) { Script = _script, Continue = outcome => _later = outcome };
        _context.Begin(Rec, new Rd(new RealmMemory(_bench.Pe.Physical), _realm.Rd));
        _exceptions = new RealmExceptions(_context);
        _bench.Pe[SystemRegister.ELR_EL2] = TestRealm.Code;
        _bench.Pe[SystemRegister.SPSR_EL2] = Rec.InitialPstate;
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [TestCase(ExceptionType.Irq, RmiRecExitReason.Irq)]
    [TestCase(ExceptionType.Fiq, RmiRecExitReason.Fiq)]
    public void An_interrupt_exits_without_syndrome(ExceptionType type, RmiRecExitReason reason)
    {
        _bench.Pe[SystemRegister.ESR_EL2] = 0x5600_0000;
        Assert.That(Handle(type), Is.EqualTo(RealmOutcome.Exit));
        Assert.That(_realm.Exit(L.ExitReason), Is.EqualTo((ulong)reason));
        Assert.That(_realm.Exit(L.ExitEsr), Is.Zero);
    }

    [Test]
    public void An_serror_shows_class_and_severity_only()
    {
        // All but what makes it one that nobody contains: IDS, and a status that is no asynchronous error's.
        ulong all = EsrValue.Create(ExceptionClass.SError, ESR_ELx.ISS.Mask & ~(ESR_ELx.IDS | ESR_ELx.FSC.Mask) | 0x11).Value;
        Assert.That(Handle(ExceptionType.SError, all), Is.EqualTo(RealmOutcome.Exit));
        ulong expected = (ulong)ExceptionClass.SError << 26 | 7UL << 10 | 1UL << 9 | 0x11;
        Assert.That(_realm.Exit(L.ExitEsr), Is.EqualTo(expected));
        Assert.That(_realm.Exit(L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.SError));
    }

    [Test]
    public void A_write_to_an_interrupt_register_goes_to_the_host_with_its_value()
    {
        _bench.Pe.X(7) = 0xABCD;
        Assert.That(HandleAccess(Sgi1r, 7, isRead: false), Is.EqualTo(RealmOutcome.Exit));
        var esr = new EsrValue(_realm.Exit(L.ExitEsr));
        Assert.Multiple(() =>
        {
            Assert.That(esr.EC, Is.EqualTo(ExceptionClass.TrappedSystem));
            Assert.That(esr.SystemRegister, Is.EqualTo(Sgi1r));
            Assert.That(esr.Rt, Is.Zero, "the register is the Realm's secret");
            Assert.That(_realm.ExitGpr(0), Is.EqualTo(0xABCD));
            Assert.That(_bench.Pe[SystemRegister.ELR_EL2], Is.EqualTo(TestRealm.Code + 4));
            Assert.That(Rec.Pending, Is.EqualTo(RecPending.None));
        });
    }

    [TestCase(9)]
    [TestCase(31)]
    public void A_read_of_an_interrupt_register_gets_the_hosts_value_on_entry(int rt)
    {
        Assert.That(HandleAccess(SystemRegisterEncoding.Pack(3, 0, 4, 6, 0), rt, isRead: true), Is.EqualTo(RealmOutcome.Exit));
        Assert.That(_realm.ExitGpr(0), Is.Zero);
        var gprs = new byte[31 * 8];
        gprs[0] = 0xF8;
        Assert.That(RecEntry.TryComplete(_context, RmiRecEnterFlags.None, gprs));
        Assert.That(Rec.Pending, Is.EqualTo(RecPending.None));
        Assert.That(
            Enumerable.Range(0, 31).Select(i => Rec[i]),
            Is.EqualTo(Enumerable.Range(0, 31).Select(i => i == rt ? 0xF8UL : 0)));
    }

    [TestCase(2, 1, 9, 0, 0, TestName = "BRBE registers are undefined in a realm")]
    [TestCase(3, 0, 10, 5, 0, TestName = "MPAM registers are undefined in a realm")]
    [TestCase(3, 3, 15, 0, 0, TestName = "Implementation defined registers are undefined in a realm")]
    public void Undefined_registers(int op0, int op1, int crn, int crm, int op2)
    {
        Assert.That(
            HandleAccess(SystemRegisterEncoding.Pack(op0, op1, crn, crm, op2), 3, isRead: true),
            Is.EqualTo(RealmOutcome.Resume));
        Assert.That(new EsrValue(_bench.Pe[SystemRegister.ESR_EL1]).EC, Is.EqualTo(ExceptionClass.Unknown));
        Assert.That(_bench.Pe[SystemRegister.ELR_EL1], Is.EqualTo(TestRealm.Code));
    }

    [Test]
    public void Another_trapped_register_reads_as_zero_and_is_skipped()
    {
        _bench.Pe.X(3) = 5;
        Assert.That(HandleAccess(SystemRegisterEncoding.Pack(2, 0, 1, 4, 4), 3, isRead: true), Is.EqualTo(RealmOutcome.Resume));
        Assert.That(_bench.Pe.X(3), Is.Zero);
        Assert.That(_bench.Pe[SystemRegister.ELR_EL2], Is.EqualTo(TestRealm.Code + 4));
    }

    [Test]
    public void An_exception_of_a_class_nobody_expects_is_undefined_in_the_realm()
    {
        Assert.That(
            Handle(ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.TrappedSve, 0).Value),
            Is.EqualTo(RealmOutcome.Resume));
        Assert.That(_bench.Pe[SystemRegister.ELR_EL2], Is.EqualTo(_bench.Pe[SystemRegister.VBAR_EL1] + 0x200));
    }

    [Test]
    public void A_real_external_abort_is_told_to_realm_and_host()
    {
        ulong esr = EsrValue.Create(ExceptionClass.DataAbortLower, (ulong)FaultStatusCode.SynchronousExternalAbort).Value;
        Assert.That(Handle(ExceptionType.Synchronous, esr), Is.EqualTo(RealmOutcome.Exit));
        Assert.Multiple(() =>
        {
            Assert.That(_realm.Exit(L.ExitEsr), Is.EqualTo(esr & ~ESR_ELx.IL));
            Assert.That(_realm.Exit(L.ExitHpfar), Is.Zero);
            Assert.That(new EsrValue(_bench.Pe[SystemRegister.ESR_EL1]).EC, Is.EqualTo(ExceptionClass.DataAbortSame));
        });
    }

    [TestCase(ExceptionLevelAndStack.EL0, 0x400, ExceptionClass.DataAbortLower)]
    [TestCase(ExceptionLevelAndStack.EL1t, 0x000, ExceptionClass.DataAbortSame)]
    [TestCase(ExceptionLevelAndStack.EL1h, 0x200, ExceptionClass.DataAbortSame)]
    public void An_injected_exception_goes_to_the_vector_of_where_it_came_from(ExceptionLevelAndStack source, int vector, ExceptionClass ec)
    {
        ProcessingElement pe = _bench.Pe;
        pe[SystemRegister.SPSR_EL2] = (ulong)source | PSTATE.N;
        pe[SystemRegister.VBAR_EL1] = 0x10_0000;
        ulong abort = EsrValue.Create(ExceptionClass.DataAbortLower, (ulong)FaultStatusCode.TranslationLevel3 | ESR_ELx.WnR | ESR_ELx.S1PTW | ESR_ELx.FnV | 0x7FFUL << 14).Value;
        ExceptionInjection.ExternalAbort(pe, new EsrValue(abort), 0x1234);
        Assert.Multiple(() =>
        {
            Assert.That(pe[SystemRegister.ELR_EL2], Is.EqualTo(0x10_0000 + (ulong)vector));
            Assert.That(pe[SystemRegister.SPSR_EL2], Is.EqualTo(0x3C5 | PSTATE.N), "EL1h with everything masked");
            Assert.That(pe[SystemRegister.SPSR_EL1], Is.EqualTo((ulong)source | PSTATE.N));
            Assert.That(pe[SystemRegister.ELR_EL1], Is.EqualTo(TestRealm.Code));
            Assert.That(pe[SystemRegister.FAR_EL1], Is.EqualTo(0x1234));
            Assert.That(pe[SystemRegister.ESR_EL1], Is.EqualTo(EsrValue.Create(ec, 0x10 | ESR_ELx.EA | ESR_ELx.WnR).Value));
        });
    }

    [TestCase(false, FaultStatusCode.AddressSizeLevel0)]
    [TestCase(true, FaultStatusCode.AddressSizeLevel2)]
    public void An_address_size_fault_has_a_level_only_with_stage_1_on(bool stage1, FaultStatusCode expected)
    {
        _bench.Pe[SystemRegister.SCTLR_EL1] = stage1 ? SCTLR_ELx.M : 0;
        ulong abort = EsrValue.Create(ExceptionClass.InstructionAbortLower, (ulong)FaultStatusCode.TranslationLevel2).Value;
        ExceptionInjection.AddressSize(_bench.Pe, new EsrValue(abort), 0x2_0000_0000);
        var esr = new EsrValue(_bench.Pe[SystemRegister.ESR_EL1]);
        Assert.That(esr.FSC, Is.EqualTo(expected));
        Assert.That(esr.EC, Is.EqualTo(ExceptionClass.InstructionAbortSame));
    }

    [Test]
    public void Random_calls_and_syndromes_of_a_realm_neither_crash_nor_hang()
    {
        // A first token, whose key the RMM gets from the monitor: later ones need no monitor, which does not run here.
        Guests.Start(_bench, A64.Call((ulong)RsiCommand.AttestationTokenInit)).Finish();
        // Calls with arguments that mean something or at the edges, and any syndrome at any address.
        var random = new Machine.SeededRandom(0xCCA);
        ulong[] values =
        [
            0, 1, 2, 4, 5, 64, 65, 0x1000, TestRealm.Code, TestRealm.Code + 0x1000, TestRealm.Unprotected, 1UL << 33, ulong.MaxValue,
            ulong.MaxValue & ~0xFFFUL, 1UL << 63, 0xC400_0003, 0x8000_0000,
        ];
        ulong Any() => random.Next() % 4 == 0 ? random.Next() : values[random.Next() % (ulong)values.Length];
        ProcessingElement pe = _bench.Pe;
        for (int i = 0; i < 50_000; i++)
        {
            bool call = random.Next() % 2 == 0;
            for (int register = 0; register < 31; register++)
                pe.X(register) = Any();
            if (call)
                pe.X(0) = (random.Next() % 3) switch { 0 => 0x8400_0000, 1 => 0xC400_0000, _ => 0xC400_0190UL } + random.Next() % 32;
            pe[SystemRegister.FAR_EL2] = Any();
            pe[SystemRegister.HPFAR_EL2] = Any();
            RealmOutcome outcome = Handle(
                call ? ExceptionType.Synchronous : (ExceptionType)(random.Next() % 4 * 0x80),
                call ? EsrValue.Create(ExceptionClass.Smc64, 0).Value : random.Next() & 0xFFFF_FFFF);
            if (outcome == RealmOutcome.Suspend && !_script.IsWaiting)
            {
                Assert.That(_bench.Rmm.FatalError, Does.Contain("not contained"));
                continue;
            }
            // Time of a signature passes part by part.
            while (_script.IsWaiting)
                _script.Resume();
            Assert.That(outcome == RealmOutcome.Suspend ? _later : outcome, Is.AnyOf(RealmOutcome.Resume, RealmOutcome.Exit));
        }
    }

    /// <summary>PSTATE.M.</summary>
    public enum ExceptionLevelAndStack
    {
        EL0 = 0,
        EL1t = 4,
        EL1h = 5,
    }

    private static SystemRegisterEncoding Sgi1r => SystemRegisterEncoding.Pack(3, 0, 12, 11, 5);

    private RealmOutcome HandleAccess(SystemRegisterEncoding register, int rt, bool isRead) => Handle(
        ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.TrappedSystem, EsrValue.SystemTrapIss(register, rt, isRead)).Value);

    private RealmOutcome Handle(ExceptionType type, ulong? esr = null)
    {
        if (esr is { } value)
            _bench.Pe[SystemRegister.ESR_EL2] = value;
        RealmOutcome outcome = _exceptions.Handle(type);
        if (outcome == RealmOutcome.Exit)
            Assert.That(_context.Exit.TryWrite(new HostMemory(_bench.Pe.Physical), RmmAbiProfile.Bet1.RecExit, _realm.Run));
        return outcome;
    }
}
