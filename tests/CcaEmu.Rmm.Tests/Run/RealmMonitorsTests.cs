using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>Performance monitors of a Realm: RMM specification 2.0 (DEN0137), section "Realm PMU".</summary>
public sealed class RealmMonitorsTests
{
    private const ulong Overflow = 1; // counter 0

    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_realm_has_as_many_counters_as_its_parameters_say([Values(1, 4, 31)] int counters)
    {
        TestRealm realm = Start(counters, [Read(R.PMCR_EL0, 0), Read(R.ID_AA64DFR0_EL1, 1), .. A64.Load(5, 0x1234), Write(R.PMEVCNTR0_EL0 + (ushort)(counters - 1), 5), Read(R.PMEVCNTR0_EL0 + (ushort)(counters - 1), 2)]);
        ulong[] x = realm.Finish();
        Assert.That(PMCR_EL0.N.Get(x[0]), Is.EqualTo((ulong)counters));
        Assert.That(x[1] >> 8 & 15, Is.EqualTo(_bench.Pe[R.ID_AA64DFR0_EL1] >> 8 & 15), "PMUVer");
        Assert.That(x[2], Is.EqualTo(0x1234));
        Assert.That(_bench.Pe[R.PMEVCNTR0_EL0 + (ushort)(counters - 1)], Is.Zero, "the host's");
    }

    [Test]
    public void A_realm_counts_its_own_instructions_only()
    {
        // Counter 0 counts INST_RETIRED and runs through two exits.
        uint[] nops = [.. Enumerable.Repeat(A64.Nop, 100)];
        TestRealm realm = Start(2, [.. Count(0, 0x08, 0), .. nops, .. A64.Report(), .. nops, Read(R.PMEVCNTR0_EL0, 0)]);
        realm.Finish();
        for (int i = 0; i < 20; i++)
            _bench.Smc((ulong)RmiCommand.Version, 0x2_0000);
        Assert.That(realm.Finish()[0], Is.InRange(200UL, 260UL));
    }

    [Test]
    public void An_overflow_exits_once_is_reported_until_it_is_cleared_and_does_not_stop_the_realm()
    {
        TestRealm realm = Start(2,
        [
            .. Count(0, 0x08, 0xFFFF_FFF0), A64.Movz(5, 1), Write(R.PMINTENSET_EL1, 5), .. Enumerable.Repeat(A64.Nop, 40),
            .. A64.Call(0x8400_0000), // an exception to the RMM: it notices
            Read(R.PMOVSSET_EL0, 0), Read(R.PMINTENSET_EL1, 1), Read(R.PMCR_EL0, 2), .. A64.Report(),
            A64.Movz(5, 1), Write(R.PMOVSCLR_EL0, 5), Read(R.PMOVSSET_EL0, 0), Read(R.PMINTENSET_EL1, 1), .. A64.Report(),
            Read(R.PMINTENSET_EL1, 1),
        ]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        Assert.That(realm.Exit(L.ExitPmuOvfStatus), Is.EqualTo(1));
        Assert.That(_bench.Pe.IsPmuInterruptRequested, Is.False, "the host's counters have not overflowed");

        ulong[] x = realm.Finish();
        Assert.That(realm.Exit(L.ExitPmuOvfStatus), Is.EqualTo(1), "still");
        Assert.That(x[..2], Is.EqualTo(new[] { Overflow, Overflow }));
        Assert.That(PMCR_EL0.N.Get(x[2]), Is.EqualTo(2), "trapped, it reads as not trapped");

        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq), "the host learns that the interrupt is gone");
        Assert.That(realm.Exit(L.ExitPmuOvfStatus), Is.Zero);
        Assert.That(realm.Finish()[..2], Is.EqualTo(new[] { 0UL, Overflow }));
        Assert.That(realm.Exit(L.ExitPmuOvfStatus), Is.Zero);
        Assert.That(realm.Finish()[1], Is.EqualTo(Overflow), "PMINTENSET_EL1 is as the realm left it");
    }

    [Test]
    public void While_the_overflow_is_suppressed_the_monitors_work_as_if_they_were_not_trapped()
    {
        TestRealm realm = Start(2,
        [
            .. Count(0, 0x08, 0xFFFF_FFF0), A64.Movz(5, 1), Write(R.PMINTENSET_EL1, 5), .. Enumerable.Repeat(A64.Nop, 40), .. A64.Call(0x8400_0000),
            .. A64.Load(5, 1UL << 31 | 0xFE), Write(R.PMINTENSET_EL1, 5), Read(R.PMINTENSET_EL1, 0),
            .. A64.Load(5, 1UL << 31), Write(R.PMINTENCLR_EL1, 5), Read(R.PMINTENCLR_EL1, 1),
            A64.Movz(5, 0x77), Write(R.PMEVCNTR0_EL0 + 1, 5), Read(R.PMEVCNTR0_EL0 + 1, 2), A64.Movz(5, 3), Write(R.PMCR_EL0, 5), Read(R.PMEVCNTR0_EL0 + 1, 3),
            .. A64.Load(5, 1UL << 31 | 0xFE), Write(R.PMCNTENSET_EL0, 5), Read(R.PMCNTENSET_EL0, 4),
        ]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        ulong[] x = realm.Finish();
        Assert.That(realm.Exit(L.ExitPmuOvfStatus), Is.EqualTo(1), "still");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(x[0], Is.EqualTo(1UL << 31 | 3), "PMINTENSET_EL1: two counters and the cycles");
            Assert.That(x[1], Is.EqualTo(3), "PMINTENCLR_EL1");
            Assert.That(x[2], Is.EqualTo(0x77));
            Assert.That(x[3], Is.Zero, "PMCR_EL0.P");
            Assert.That(x[4], Is.EqualTo(1UL << 31 | 3), "PMCNTENSET_EL0");
        }
    }

    [Test]
    public void Host_and_realms_switch_their_counters_on_each_for_itself()
    {
        TestRealm first = Start(2, [A64.Movz(5, 1), Write(R.PMCR_EL0, 5), .. A64.Report(), Read(R.PMCR_EL0, 0)]);
        TestRealm second = Start(2, [Read(R.PMCR_EL0, 0)]);
        first.Finish();
        Assert.That(_bench.Pe[R.PMCR_EL0] & PMCR_EL0.E, Is.Zero, "the host's");
        Assert.That(second.Finish()[0] & PMCR_EL0.E, Is.Zero, "the other Realm's");
        Assert.That(first.Finish()[0] & PMCR_EL0.E, Is.Not.Zero, "its own");
    }

    [Test]
    public void The_overflow_interrupt_ends_a_run_by_itself_where_the_host_has_enabled_it()
    {
        TestRealm realm = Start(1, [.. Count(0, 0x08, 0xFFFF_0000), A64.Movz(5, 1), Write(R.PMINTENSET_EL1, 5), A64.Stop]);
        EnablePmuInterrupt();
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        Assert.That(realm.Exit(L.ExitPmuOvfStatus), Is.EqualTo(1));
        Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(1023), "nothing for the host: the line is down");
    }

    [Test]
    public void The_hosts_counters_stand_still_while_the_rmm_and_a_realm_run()
    {
        TestRealm realm = Start(2, [.. Count(0, 0x08, 0), .. Enumerable.Repeat(A64.Nop, 500)]);
        _bench.Pe[R.PMEVTYPER0_EL0 + 1] = 0x08 | PMEVTYPER_EL0.NSH;
        _bench.Pe[R.PMCNTENSET_EL0] = 2 | 1UL << 31;
        _bench.Pe[R.PMCR_EL0] = PMCR_EL0.E;
        ulong before = _bench.Pe[R.PMCCNTR_EL0];
        realm.Finish();
        Assert.That(_bench.Pe[R.PMEVCNTR1_EL0], Is.LessThan(10), "INST_RETIRED");
        Assert.That(_bench.Pe[R.PMCCNTR_EL0] - before, Is.LessThan(500), "cycles");
        Assert.That(_bench.Pe[R.PMCR_EL0] & PMCR_EL0.E, Is.Not.Zero);
        Assert.That(_bench.Pe[R.PMCNTENSET_EL0], Is.EqualTo(2 | 1UL << 31));
    }

    private TestRealm Start(int counters, uint[] program)
    {
        var realm = new TestRealm(_bench, new RealmParams { Flags0 = RmiRealmFlags0.Pmu, PmuNumCtrs = (byte)counters });
        realm.MapInit(TestRealm.Data, []);
        realm.MapCode([.. program, .. A64.Report(), A64.Stop]);
        realm.NewRec();
        realm.Activate();
        return realm;
    }

    private static uint[] Count(int counter, int what, ulong start) =>
    [
        A64.Movz(5, what), Write(R.PMEVTYPER0_EL0 + (ushort)counter, 5), .. A64.Load(5, start), Write(R.PMEVCNTR0_EL0 + (ushort)counter, 5),
        A64.Movz(5, 1 << counter), Write(R.PMCNTENSET_EL0, 5), A64.Movz(5, 1), Write(R.PMCR_EL0, 5),
    ];

    private static uint Read(R register, int t) => SystemRegisterTable.Get(register).Encoding is var e ? A64.Mrs(t, e.Op0, e.Op1, e.CRn, e.CRm, e.Op2) : 0;

    private static uint Write(R register, int t) => SystemRegisterTable.Get(register).Encoding is var e ? A64.Msr(e.Op0, e.Op1, e.CRn, e.CRm, e.Op2, t) : 0;

    private void EnablePmuInterrupt()
    {
        Write(Machine.Board.FvpMemoryMap.GicDistributor, 0x12);
        Write(Machine.Board.FvpMemoryMap.GicRedistributors + 0x1_0100, 1u << 23);
        _bench.Pe[R.ICC_PMR_EL1] = 0xF0;
        _bench.Pe[R.ICC_IGRPEN1_EL1] = 1;
    }

    private void Write(ulong address, uint value) =>
        Assert.That(_bench.Pe.Physical.Write(new Memory.PhysicalAddress(address, Arm.Pas.NonSecure), 4, value).Ok);
}
