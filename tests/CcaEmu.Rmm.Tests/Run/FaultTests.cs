using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>Who learns of which fault: the Realm by an exception, or the host by an exit.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm memory accesses".</remarks>
public sealed class FaultTests
{
    private const ulong Page = TestRealm.Code + 0x8000;
    private const ulong NsPage = TestRealm.Unprotected + 0x8000;

    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_load_from_an_empty_page_is_an_external_abort_in_the_realm()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, Page + 0x18), A64.Ldr(5, 4)]);
        AssertException(realm.Finish(), ExceptionClass.DataAbortSame, FaultStatusCode.SynchronousExternalAbort, Page + 0x18);
    }

    [Test]
    public void A_fetch_from_an_empty_page_is_an_external_abort_in_the_realm()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, Page), A64.Br(4)]);
        ulong[] x = realm.Finish();
        AssertException(x, ExceptionClass.InstructionAbortSame, FaultStatusCode.SynchronousExternalAbort, Page);
        Assert.That(x[2], Is.EqualTo(Page), "ELR_EL1");
    }

    [Test]
    public void A_load_from_ram_without_memory_exits_until_the_host_provides_it()
    {
        TestRealm realm = Guests.Start(_bench, r => InitRipas(r, Page), [.. A64.Load(4, Page + 0x10), A64.Ldr(0, 4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        AssertExit(realm, ExceptionClass.DataAbortLower, FaultStatusCode.TranslationLevel3, Page);
        Assert.That(realm.Exit(L.ExitFar), Is.Zero);
        Assert.That(
            realm.Exit(L.ExitEsr) & (ESR_ELx.ISV | ESR_ELx.SRT.Mask | ESR_ELx.WnR),
            Is.Zero, "nothing of the instruction");
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync), "nothing has changed");

        _bench.Succeed(RmiCommand.RttDataMap, realm.Rd, Page, Page + 0x1000, RttRangeScenarios.OneRange, RttRangeScenarios.Pages(_bench.NewDelegated(), 1));
        Assert.That(realm.Finish()[0], Is.Zero, "new memory is wiped");
    }

    [Test]
    public void A_fetch_from_ram_without_memory_exits()
    {
        TestRealm realm = Guests.Start(_bench, r => InitRipas(r, Page), [.. A64.Load(4, Page), A64.Br(4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        AssertExit(realm, ExceptionClass.InstructionAbortLower, FaultStatusCode.TranslationLevel3, Page);
    }

    [Test]
    public void A_page_taken_away_is_destroyed_and_not_readable_through_an_old_translation()
    {
        TestRealm realm = Guests.Start(
            _bench, r =>
                r.MapInit(Page, [0x5A]), [.. A64.Load(4, Page), A64.Ldr(0, 4), .. A64.Report(), .. A64.Load(4, Page), A64.Ldr(0, 4)]);
        Assert.That(realm.Finish()[0], Is.EqualTo(0x5A));
        _bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, Page, Page + 0x1000, RttRangeScenarios.OneRange, 0);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        AssertExit(realm, ExceptionClass.DataAbortLower, FaultStatusCode.TranslationLevel3, Page);

        _bench.Succeed(RmiCommand.RttDataMap, realm.Rd, Page, Page + 0x1000, RttRangeScenarios.OneRange, RttRangeScenarios.Pages(_bench.NewDelegated(), 1));
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync), "DESTROYED stays DESTROYED, with memory or without");
    }

    [Test]
    public void An_unprotected_store_exits_with_what_a_device_needs_and_goes_on_behind_it()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage + 0x123 * 2), .. A64.Load(5, 0x1_2345_6789), A64.Strh(5, 4), A64.Movz(0, 0x77)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        AssertExit(realm, ExceptionClass.DataAbortLower, FaultStatusCode.TranslationLevel1, NsPage);
        var esr = new EsrValue(realm.Exit(L.ExitEsr));
        Assert.Multiple(() =>
        {
            Assert.That(esr.ISV);
            Assert.That(esr.WnR);
            Assert.That(esr.SAS, Is.EqualTo(1));
            Assert.That(esr.SRT, Is.Zero, "the register is the Realm's secret");
            Assert.That(realm.Exit(L.ExitFar), Is.EqualTo(0x246), "only the offset in the page");
            Assert.That(realm.ExitGpr(0), Is.EqualTo(0x6789), "only the bytes stored");
            Assert.That(realm.ExitGpr(5), Is.Zero);
        });
        Assert.That(realm.Finish(RmiRecEnterFlags.EmulMmio)[0], Is.EqualTo(0x77));
    }

    [Test]
    public void An_unprotected_load_takes_the_hosts_value_with_size_and_sign_of_the_instruction()
    {
        TestRealm realm = Guests.Start(
            _bench, [.. A64.Load(4, NsPage), .. A64.Load(0, ulong.MaxValue), A64.LdrsbW(0, 4), A64.LdrshX(1, 4), A64.Ldr(2, 4), A64.Ldr(31, 4)]);
        foreach (ulong value in new ulong[] { 0xFFFF_FF80, 0x1234_8001, 0xDEAD_BEEF_0BAD_F00D, 1 })
        {
            Assert.That(realm.Enter(realm.Exit(L.ExitEsr) == 0
                ? RmiRecEnterFlags.None
                : RmiRecEnterFlags.EmulMmio), Is.EqualTo(RmiRecExitReason.Sync));
            Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).SSE, Is.False, "sign extension is the RMM's");
            Assert.That(realm.ExitGpr(0), Is.Zero);
            realm.SetEnterGpr(0, value);
        }
        ulong[] x = realm.Finish(RmiRecEnterFlags.EmulMmio);
        Assert.That(x[..3], Is.EqualTo(new ulong[] { 0xFFFF_FF80, 0xFFFF_FFFF_FFFF_8001, 0xDEAD_BEEF_0BAD_F00D }));
    }

    [Test]
    public void An_unprotected_load_without_emulation_is_made_again()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage), A64.Ldr(0, 4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        ulong shared = MapNs(realm, 3);
        _bench.Write64(shared, 0xABCD);
        Assert.That(realm.Finish()[0], Is.EqualTo(0xABCD));
    }

    [Test]
    public void An_unprotected_load_without_syndrome_can_only_end_in_an_external_abort()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage + 8), A64.LdrPost(0, 4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).ISV, Is.False);
        Assert.That(realm.Exit(L.ExitFar), Is.Zero);
        Assert.That(realm.TryEnter(RmiRecEnterFlags.EmulMmio), Is.EqualTo((RmiResult)RmiStatus.ErrorRec));
        AssertException(
            realm.Finish(RmiRecEnterFlags.InjectSea | RmiRecEnterFlags.TrapWfi), ExceptionClass.DataAbortSame,
            FaultStatusCode.SynchronousExternalAbort, NsPage + 8);
    }

    [Test]
    public void Injecting_an_external_abort_wins_over_emulation()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage), A64.Ldr(0, 4)]);
        realm.Enter();
        ulong[] x = realm.Finish(RmiRecEnterFlags.InjectSea | RmiRecEnterFlags.EmulMmio);
        AssertException(x, ExceptionClass.DataAbortSame, FaultStatusCode.SynchronousExternalAbort, NsPage);
        _bench.Succeed(RmiCommand.RttReadEntry, realm.Rd, TestRealm.Code, 3);
        Assert.That(_bench.Peek((_bench.X[3] & 0xFFFF_FFFF_F000) + (x[2] & 0xFFF), 4), Is.EqualTo(BitConverter.GetBytes(A64.Ldr(0, 4))), "ELR_EL1 is the access itself");
    }

    [Test]
    public void An_exit_for_another_reason_forgets_that_an_access_could_be_emulated()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage), A64.Ldr(0, 4)]);
        realm.Enter();
        MapNs(realm, 3);
        realm.Finish();
        Assert.That(realm.TryEnter(RmiRecEnterFlags.EmulMmio), Is.EqualTo((RmiResult)RmiStatus.ErrorRec));
        Assert.That(realm.TryEnter(RmiRecEnterFlags.InjectSea), Is.EqualTo((RmiResult)RmiStatus.ErrorRec));
    }

    [Test]
    public void A_store_to_read_only_host_memory_exits_as_emulatable()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage), A64.Str(4, 4)]);
        MapNs(realm, 1);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        AssertExit(realm, ExceptionClass.DataAbortLower, FaultStatusCode.PermissionLevel3, NsPage);
        Assert.That(realm.ExitGpr(0), Is.EqualTo(NsPage));
    }

    [Test]
    public void Host_memory_is_never_executable()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage), A64.Br(4)]);
        MapNs(realm, 3);
        AssertException(realm.Finish(), ExceptionClass.InstructionAbortSame, FaultStatusCode.SynchronousExternalAbort, NsPage);
    }

    [Test]
    public void Memory_that_is_not_the_hosts_is_refused_by_the_granule_protection_table()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, NsPage), A64.Ldr(0, 4)]);
        ulong shared = MapNs(realm, 3);
        _bench.Delegate(shared);
        AssertException(realm.Finish(), ExceptionClass.DataAbortSame, FaultStatusCode.GranuleProtection, NsPage);
    }

    [Test]
    public void An_address_beyond_the_ipa_space_is_an_address_size_fault()
    {
        const ulong beyond = 1UL << 33;
        TestRealm realm = Guests.Start(_bench, [.. A64.Load(4, beyond), A64.Ldr(0, 4)]);
        AssertException(realm.Finish(), ExceptionClass.DataAbortSame, FaultStatusCode.AddressSizeLevel0, beyond);
    }

    private static void AssertException(ulong[] x, ExceptionClass ec, FaultStatusCode fsc, ulong far)
    {
        Assert.That(x[0], Is.EqualTo(0xE), "the Realm took an exception");
        var esr = new EsrValue(x[1]);
        Assert.Multiple(() =>
        {
            Assert.That(esr.EC, Is.EqualTo(ec));
            Assert.That(esr.FSC, Is.EqualTo(fsc));
            Assert.That(esr.EA, Is.EqualTo(fsc == FaultStatusCode.SynchronousExternalAbort));
            Assert.That(x[3], Is.EqualTo(far), "FAR_EL1");
        });
    }

    private static void AssertExit(TestRealm realm, ExceptionClass ec, FaultStatusCode fsc, ulong page)
    {
        var esr = new EsrValue(realm.Exit(L.ExitEsr));
        Assert.Multiple(() =>
        {
            Assert.That(esr.EC, Is.EqualTo(ec));
            Assert.That(esr.FSC, Is.EqualTo(fsc));
            Assert.That(new HpfarEl2(realm.Exit(L.ExitHpfar)).Page.Value, Is.EqualTo(page));
        });
    }

    private void InitRipas(TestRealm realm, ulong page) => _bench.Succeed(RmiCommand.RttInitRipas, realm.Rd, page, page + 0x1000);

    private ulong MapNs(TestRealm realm, int s2ap)
    {
        realm.MakeTables(NsPage);
        ulong shared = _bench.NewGranule();
        ulong flags = new RmiMapFlags(RttRangeScenarios.OneRange).WithAttributes(6, s2ap).Value;
        _bench.Succeed(RmiCommand.RttUnprotMap, realm.Rd, NsPage, NsPage + 0x1000, flags, RttRangeScenarios.Pages(shared, 1));
        return shared;
    }
}
