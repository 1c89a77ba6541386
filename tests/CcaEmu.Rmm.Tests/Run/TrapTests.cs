using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>Trapped instructions of a Realm, and the state that worlds must not share.</summary>
public sealed class TrapTests
{
    private const uint AddFour = 0x9100_10C6; // ADD X6, X6, #4
    private const uint Eret = 0xD69F_03E0;
    private const ulong Handlers = TestRealm.Code + 0x4000;

    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void Hvc_is_undefined_in_a_realm()
    {
        TestRealm realm = Guests.Start(_bench, [A64.Hvc]);
        ulong[] x = realm.Finish();
        Assert.That(x[0], Is.EqualTo(0xE));
        Assert.That(new EsrValue(x[1]).EC, Is.EqualTo(ExceptionClass.Unknown));
        Assert.That(
            _bench.Peek(CodePage(realm) + (x[2] & 0xFFF), 4),
            Is.EqualTo(BitConverter.GetBytes(A64.Hvc)), "ELR_EL1 is the HVC itself");
    }

    [Test]
    public void A_wait_exits_where_the_host_wants_it([Values] bool wfe)
    {
        TestRealm realm = Guests.Start(_bench, [wfe ? A64.Wfe : A64.Wfi, wfe ? A64.Wfe : A64.Wfi, A64.Movz(0, 0x55)]);
        RmiRecEnterFlags flag = wfe ? RmiRecEnterFlags.TrapWfe : RmiRecEnterFlags.TrapWfi;
        Assert.That(realm.Enter(flag), Is.EqualTo(RmiRecExitReason.Sync));
        ulong expected = (ulong)ExceptionClass.TrappedWfx << 26 | (wfe ? 1UL : 0);
        Assert.That(realm.Exit(L.ExitEsr), Is.EqualTo(expected), "EC and TI, and nothing else");
        // An entry is an exception return, which sets the event register: the second WFE does not wait.
        if (!wfe)
            Assert.That(realm.Enter(flag), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(realm.Finish(flag)[0], Is.EqualTo(0x55));
    }

    [Test]
    public void Identification_registers_show_the_realm_its_breakpoints_and_no_sve()
    {
        TestRealm realm = Guests.Start(
            _bench, [A64.Mrs(0, 3, 0, 0, 5, 0), A64.Mrs(1, 3, 0, 0, 4, 0), A64.Mrs(2, 3, 0, 0, 7, 0), A64.Mrs(3, 3, 0, 0, 0, 5), A64.Mrs(4, 3, 0, 0, 4, 7)]);
        ulong[] x = realm.Finish();
        Assert.Multiple(() =>
        {
            Assert.That((x[0] >> 12) & 15, Is.EqualTo(5), "ID_AA64DFR0_EL1.BRPs");
            Assert.That((x[0] >> 20) & 15, Is.EqualTo(3), "ID_AA64DFR0_EL1.WRPs");
            Assert.That((x[0] >> 8) & 15, Is.Zero, "ID_AA64DFR0_EL1.PMUVer");
            Assert.That((x[1] >> 32) & 15, Is.Zero, "ID_AA64PFR0_EL1.SVE");
            Assert.That(x[2], Is.EqualTo(_bench.Pe[SystemRegister.ID_AA64MMFR0_EL1]));
            Assert.That(x[3], Is.EqualTo(1UL << 31), "MPIDR_EL1 is the REC's");
            Assert.That(x[4], Is.Zero);
        });
    }

    [TestCase(SystemRegister.ID_AA64PFR0_EL1, 44, TestName = "A realm is not promised activity monitors")]
    [TestCase(SystemRegister.ID_AA64DFR0_EL1, 8, TestName = "A realm is not promised performance monitors that it did not ask for")]
    [TestCase(SystemRegister.ID_AA64DFR0_EL1, 32, TestName = "A realm is not promised statistical profiling")]
    [TestCase(SystemRegister.ID_AA64DFR0_EL1, 40, TestName = "A realm is not promised trace filters")]
    [TestCase(SystemRegister.ID_AA64MMFR3_EL1, 28, TestName = "A realm is not promised memory encryption contexts")]
    public void What_a_realm_may_not_use_is_not_promised_to_it(SystemRegister register, int field)
    {
        using var bench = new RmmBench(features: MecTests.WithMec.With("+FEAT_TRF,+FEAT_SPEv1p2,+FEAT_SPEv1p1,+FEAT_SPE"));
        SystemRegisterEncoding e = SystemRegisterTable.Get(register).Encoding;
        TestRealm realm = Guests.Start(bench, A64.Mrs(0, e.Op0, e.Op1, e.CRn, e.CRm, e.Op2));
        Assert.That(bench.Pe[register] >> field & 15, Is.Not.Zero, "the PE has it");
        Assert.That(realm.Finish()[0] >> field & 15, Is.Zero);
    }

    [Test]
    public void A_realm_starts_with_reset_registers_and_leaves_the_hosts_alone()
    {
        SystemRegister[] registers = [SystemRegister.TPIDR_EL1, SystemRegister.VBAR_EL1, SystemRegister.CNTV_CVAL_EL0, SystemRegister.DBGBVR3_EL1, SystemRegister.TPIDR_EL0];
        TestRealm realm = Guests.Start(_bench,
        [
            A64.Mrs(0, 3, 0, 13, 0, 4), A64.Mrs(1, 3, 3, 14, 3, 2), A64.Mrs(2, 2, 0, 0, 3, 4),
            .. A64.Load(5, 0x1111_0000), A64.Msr(3, 0, 13, 0, 4, 5), A64.Msr(3, 3, 14, 3, 2, 5), A64.Msr(2, 0, 0, 3, 4, 5), A64.Msr(3, 3, 13, 0, 2, 5),
            .. A64.Report(),
            A64.Mrs(0, 3, 0, 13, 0, 4),
        ]);
        foreach (SystemRegister register in registers)
            _bench.Pe[register] = 0x4242_0000;
        ulong[] x = realm.Finish();
        Assert.That(x[..3], Is.EqualTo(new ulong[] { 0, 0, 0 }));
        foreach (SystemRegister register in registers)
            Assert.That(_bench.Pe[register], Is.EqualTo(0x4242_0000), register.ToString());
        Assert.That(realm.Finish()[0], Is.EqualTo(0x1111_0000), "the REC has its own again");
    }

    [Test]
    public void Nothing_a_realm_writes_stays_in_a_register_of_the_host()
    {
        // All registers that a REC does not save, as far as EL1 can write them at all. PSTATE is not among the host's;
        // TVAL is a view of CVAL.
        SystemRegisterInfo[] others = [.. SystemRegisterTable.All.Where(info =>
            info.CanWrite && info.MinimumWriteLevel <= ExceptionLevel.EL1 && !RecRegisters.All.Contains(info.Register)
            && info.Encoding is not { Op0: 3, CRn: 4, CRm: 2 }
            && info.Register is not (SystemRegister.CNTP_TVAL_EL0 or SystemRegister.CNTV_TVAL_EL0 or SystemRegister.CNTPS_TVAL_EL1))];
        uint[] skip = [A64.Mrs(6, 3, 0, 4, 0, 1), AddFour, A64.Msr(3, 0, 4, 0, 1, 6), Eret];
        var page = new byte[0x1000];
        Buffer.BlockCopy(skip, 0, page, 0x200, skip.Length * 4);
        TestRealm realm = Guests.Start(_bench, r => r.MapInit(Handlers, page),
        [
            .. A64.Load(5, Handlers), A64.Msr(3, 0, 12, 0, 0, 5), .. A64.Load(5, 0x0FFF_0FFF_5A5A_5A5A),
            .. others.Select(info => A64.Msr(info.Encoding.Op0, info.Encoding.Op1, info.Encoding.CRn, info.Encoding.CRm, info.Encoding.Op2, 5)),
        ]);
        ulong[] before = [.. others.Select(info => _bench.Pe[info.Register])];
        while (realm.Enter() != RmiRecExitReason.HostCall)
            Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).EC, Is.EqualTo(ExceptionClass.TrappedSystem));
        Assert.That(
            others.Where((info, i) => _bench.Pe[info.Register] != before[i]).Select(info => info.Register),
            Is.Empty);
    }

    [Test]
    public void The_host_finds_its_own_registers_after_a_fault_of_a_realm()
    {
        // A store to the unprotected half with a secret in X8 to X30: the abort leaves syndrome and addresses at EL2.
        TestRealm realm = Guests.Start(_bench,
        [
            .. Enumerable.Range(8, 22).SelectMany(register => A64.Load(register, 0x5EC2_E700 + (ulong)register)),
            .. A64.Load(30, TestRealm.Unprotected + 0x18), A64.Str(9, 30),
        ]);
        SystemRegister[] registers =
        [
            SystemRegister.ESR_EL2, SystemRegister.FAR_EL2, SystemRegister.HPFAR_EL2, SystemRegister.ELR_EL2, SystemRegister.SPSR_EL2,
            SystemRegister.HCR_EL2, SystemRegister.VTCR_EL2, SystemRegister.VTTBR_EL2, SystemRegister.MDCR_EL2, SystemRegister.CPTR_EL2,
            SystemRegister.VMPIDR_EL2, SystemRegister.CNTHCTL_EL2, SystemRegister.CNTVOFF_EL2, SystemRegister.TPIDR_EL2,
        ];
        ulong[] before = [.. registers.Select(register => _bench.Pe[register])];
        for (int i = 8; i < 31; i++)
            _bench.Pe.X(i) = (ulong)i;
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(realm.ExitGpr(0), Is.EqualTo(0x5EC2_E709), "what it stored, and nothing else");
        Assert.That(Enumerable.Range(1, 30).Select(realm.ExitGpr), Is.All.Zero);
        Assert.That(Enumerable.Range(8, 23).Select(i => _bench.Pe.X(i)), Is.EqualTo(Enumerable.Range(8, 23)));
        Assert.That(registers.Where((register, i) => _bench.Pe[register] != before[i]), Is.Empty);
    }

    [Test]
    public void An_exit_shows_the_timers_and_disables_the_virtual_gic()
    {
        // CNTV_CVAL_EL0 = 5, CNTV_CTL_EL0 = ENABLE with IMASK; CNTP_CVAL_EL0 = 6.
        TestRealm realm = Guests.Start(_bench,
            [A64.Movz(5, 5), A64.Msr(3, 3, 14, 3, 2, 5), A64.Movz(5, 3), A64.Msr(3, 3, 14, 3, 1, 5), A64.Movz(5, 6), A64.Msr(3, 3, 14, 2, 2, 5)]);
        _bench.Pe[SystemRegister.ICH_HCR_EL2] = ICH_HCR_EL2.En | ICH_HCR_EL2.UIE;
        realm.Finish();
        Assert.Multiple(() =>
        {
            Assert.That(realm.Exit(L.ExitCntvCval), Is.EqualTo(5));
            Assert.That(realm.Exit(L.ExitCntvCtl) & 3, Is.EqualTo(3));
            Assert.That(realm.Exit(L.ExitCntpCval), Is.EqualTo(6));
            Assert.That(realm.Exit(L.ExitCntpCtl), Is.Zero);
            Assert.That(_bench.Pe[SystemRegister.ICH_HCR_EL2], Is.EqualTo(ICH_HCR_EL2.UIE));
        });
    }

    [Test]
    public void A_timer_that_fires_exits_once_and_is_masked_then()
    {
        // CNTV_CVAL_EL0 = 0, CNTV_CTL_EL0 = ENABLE: asserted at once; the next call notices.
        TestRealm realm = Guests.Start(_bench,
            [A64.Movz(5, 0), A64.Msr(3, 3, 14, 3, 2, 5), A64.Movz(5, 1), A64.Msr(3, 3, 14, 3, 1, 5), .. A64.Call(0x8400_0000), .. A64.Call(0x8400_0000)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        Assert.That(realm.Exit(L.ExitCntvCtl), Is.EqualTo(CNTx_CTL.ENABLE | CNTx_CTL.ISTATUS));
        Assert.That(realm.Finish()[0], Is.EqualTo(0x1_0001), "the host knows: PSCI_VERSION does not exit again");
    }

    [Test]
    public void A_timer_that_the_host_has_seen_is_masked_from_then_on_and_no_other([Values] bool isVirtual)
    {
        // CNTx_CVAL_EL0 = 0, CNTx_CTL_EL0 = ENABLE.
        int timer = isVirtual ? 3 : 2;
        TestRealm realm = Guests.Start(_bench,
            [A64.Movz(5, 0), A64.Msr(3, 3, 14, timer, 2, 5), A64.Movz(5, 1), A64.Msr(3, 3, 14, timer, 1, 5), .. A64.Call(0x8400_0000)]);
        ulong masked = 0;
        _bench.Machine.Bus.Subscribe(new AtRealmEntry { Act = pe => masked = pe[SystemRegister.CNTHCTL_EL2] & (CNTHCTL_EL2.CNTVMASK | CNTHCTL_EL2.CNTPMASK) });
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        Assert.That(masked, Is.Zero);
        realm.Finish();
        Assert.That(masked, Is.EqualTo(isVirtual ? CNTHCTL_EL2.CNTVMASK : CNTHCTL_EL2.CNTPMASK));
    }

    [Test]
    public void A_timer_that_the_realm_masks_itself_does_not_exit()
    {
        // CNTV_CVAL_EL0 = 0, CNTV_CTL_EL0 = ENABLE with IMASK.
        TestRealm realm = Guests.Start(_bench,
            [A64.Movz(5, 0), A64.Msr(3, 3, 14, 3, 2, 5), A64.Movz(5, 3), A64.Msr(3, 3, 14, 3, 1, 5), .. A64.Call(0x8400_0000)]);
        Assert.That(realm.Finish()[0], Is.EqualTo(0x1_0001));
        Assert.That(realm.Exit(L.ExitCntvCtl), Is.EqualTo(CNTx_CTL.ENABLE | CNTx_CTL.IMASK | CNTx_CTL.ISTATUS));
    }

    [Test]
    public void A_wait_with_a_time_out_shows_until_when()
    {
        const uint wfit = 0xD503_1025; // WFIT X5
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(5, 0x1234_5678_9ABC), wfit]);
        Assert.That(realm.Enter(RmiRecEnterFlags.TrapWfi), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(realm.Exit(L.ExitEsr), Is.EqualTo((ulong)ExceptionClass.TrappedWfx << 26 | 2), "EC and TI, and not which register");
        Assert.That(realm.ExitGpr(0), Is.EqualTo(0x1234_5678_9ABC));
        Assert.That(Enumerable.Range(1, 30).Select(realm.ExitGpr), Is.All.Zero);
    }

    [TestCase(4, 1, TestName = "A breakpoint beyond those of the realm is undefined")]
    [TestCase(6, 2, TestName = "A watchpoint beyond those of the realm is undefined")]
    public void A_realm_has_the_debug_registers_that_its_parameters_say(int op2, int last)
    {
        var realm = new TestRealm(_bench, new RealmParams { NumBps = 1, NumWps = 2 });
        realm.MapInit(TestRealm.Data, []);
        realm.MapCode(Guests.Page(
        [
            A64.Mrs(1, 3, 0, 0, 5, 0), A64.Movz(5, 0x7000), A64.Msr(2, 0, 0, last, op2, 5), A64.Mrs(2, 2, 0, 0, last, op2), A64.Mov(3, 31),
            .. A64.Report(), A64.Mrs(3, 2, 0, 0, last + 1, op2),
        ]));
        realm.NewRec();
        realm.Activate();
        ulong[] x = realm.Finish();
        Assert.That((x[1] >> 12 & 15, x[1] >> 20 & 15), Is.EqualTo((1UL, 2UL)), "ID_AA64DFR0_EL1.BRPs and WRPs");
        Assert.That(x[2], Is.EqualTo(0x7000));
        Assert.That(realm.Finish()[0], Is.EqualTo(0xE), "UNDEFINED");
    }

    [Test]
    public void Every_register_of_a_rec_has_a_place_in_its_granule()
    {
        SystemRegister[] all = RecRegisters.All.ToArray();
        Assert.That(all.Select(RecRegisters.OffsetOf), Is.EqualTo(Enumerable.Range(0, all.Length).Select(i => RecLayout.SystemRegisters + i * 8)));
        Assert.That(RecRegisters.OffsetOf(all[^1]) + 8, Is.LessThanOrEqualTo(RecLayout.Vectors));
        Assert.That(RecLayout.Vectors + VectorRegisters.Words * 8, Is.LessThanOrEqualTo(RecLayout.AttestedMeasurements));
        Assert.That(RecLayout.AttestedMeasurements + 4 * 64, Is.LessThanOrEqualTo(RecLayout.Monitors));
        Assert.That(RecLayout.Monitors + RecMonitors.Words * 8, Is.LessThanOrEqualTo((int)AuxiliaryMemory.Offset));
    }

    private ulong CodePage(TestRealm realm)
    {
        _bench.Succeed(RmiCommand.RttReadEntry, realm.Rd, TestRealm.Code, 3);
        return _bench.X[3];
    }
}
