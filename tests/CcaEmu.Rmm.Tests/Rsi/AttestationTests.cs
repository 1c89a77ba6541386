using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Rsi;
using CcaEmu.Attestation.Signing;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Tests.Bench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Tests.Rsi;

/// <summary>A Realm gets its token from INIT and CONTINUE, and the token says what the Realm is.</summary>
public sealed class AttestationTests
{
    private const uint HostTimer = 26;
    private const ulong TokenPage = TestRealm.Code + 0x2000;
    private static readonly ulong[] Challenge = [0x1111, 0x2222, 0x3333, 0x4444, 0x5555, 0x6666, 0x7777, 0x8888];

    private RmmBench _bench = null!;

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_token_fetched_in_pieces_verifies_and_says_what_was_measured(
        [Values] RmiHashAlgorithm algorithm, [Values] TokenForm form, [Values(300, 1024)] int piece)
    {
        TestRealm realm = Boot(new RmmOptions { TokenForm = form }, algorithm, out ulong page, Pieces(piece));
        (byte[] token, ulong bound) = Fetch(realm, page, piece);
        TokenReport report = Verify(token);
        int digest = algorithm switch { RmiHashAlgorithm.Sha256 => 32, RmiHashAlgorithm.Sha384 => 48, _ => 64 };
        Assert.Multiple(() =>
        {
            Assert.That((ulong)token.Length, Is.LessThanOrEqualTo(bound));
            Assert.That(report.Token.Form, Is.EqualTo(form));
            Assert.That(report.Realm.Challenge[..2], Is.EqualTo(new byte[] { 0x11, 0x11 }));
            Assert.That(report.Realm.Challenge[56..58], Is.EqualTo(new byte[] { 0x88, 0x88 }));
            Assert.That(report.Realm.InitialMeasurement, Has.Length.EqualTo(digest).And.Not.All.Zero);
            Assert.That(report.Realm.ExtensibleMeasurements[0], Is.Not.All.Zero, "extended before");
            Assert.That(report.Realm.ExtensibleMeasurements[1], Is.All.Zero, "extended when the first bytes were out");
            Assert.That(report.Realm.MecPolicy, Is.Zero);
        });
    }

    [Test]
    public void Two_realms_have_two_instance_IDs_but_runs_are_alike()
    {
        TestRealm one = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, Pieces(1024));
        (byte[] first, _) = Fetch(one, page, 1024);
        TestRealm two = NewRealm(RmiHashAlgorithm.Sha256, out ulong otherPage, Pieces(1024));
        (byte[] second, _) = Fetch(two, otherPage, 1024);
        _bench.Dispose();
        TestRealm again = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong samePage, Pieces(1024));
        (byte[] repeated, _) = Fetch(again, samePage, 1024);
        Assert.That(repeated, Is.EqualTo(first), "the same run gives the same token");
        Assert.That(Verify(second).Realm.InstanceId, Is.Not.EqualTo(Verify(first).Realm.InstanceId));
    }

    [Test]
    public void A_token_is_the_same_whether_the_monitor_signs_it_or_hands_out_its_key()
    {
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha384, out ulong page, Pieces(1024));
        (byte[] signed, _) = Fetch(realm, page, 1024);
        Assert.That(_bench.Rmm.Context.Attestation.Key, Is.Null, "the private key has stayed with the monitor");
        _bench.Dispose();
        realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha384, out page, new MonitorOptions { SignsTokens = false }, Pieces(1024));
        (byte[] own, _) = Fetch(realm, page, 1024);
        Assert.That(_bench.Rmm.Context.Attestation.Key, Is.Not.Null);
        Assert.That(own, Is.EqualTo(signed));
        Verify(own);
    }

    [Test]
    public void A_piece_of_no_bytes_is_incomplete_and_the_end_closes_the_token()
    {
        uint[] program =
        [
            .. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. A64.Report(),
            .. Continue(0, 0), .. Continue(0, 4096), .. Continue(0, 4096), A64.Stop,
        ];
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out _, program);
        Assert.That(realm.Finish()[0], Is.EqualTo((ulong)RsiStatus.Success));
        ulong[] none = realm.Finish(), all = realm.Finish(), after = realm.Finish();
        Assert.That(none[..2], Is.EqualTo(new[] { (ulong)RsiStatus.Incomplete, 0UL }));
        Assert.That(all[0], Is.EqualTo((ulong)RsiStatus.Success));
        Assert.That(after[0], Is.EqualTo((ulong)RsiStatus.ErrorState));
    }

    [Test]
    public void A_token_that_is_begun_anew_says_what_is_measured_then_from_its_first_byte([Values] bool isFinished)
    {
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page,
        [
            .. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. Continue(0, isFinished ? 4096 : 300),
            .. A64.Call((ulong)RsiCommand.MeasurementExtend, 1, 64),
            .. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. A64.Report(), .. Continue(0, 4096), A64.Stop,
        ]);
        Assert.That(realm.Finish()[0], Is.EqualTo((ulong)(isFinished ? RsiStatus.Success : RsiStatus.Incomplete)));
        (byte[] token, _) = Fetch(realm, page, 4096);
        Assert.That(Verify(token).Realm.ExtensibleMeasurements[0], Is.Not.All.Zero);
    }

    [Test]
    public void Init_keeps_every_register_that_is_no_output()
    {
        uint[] program = [.. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. A64.Report(), A64.Stop];
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out _, program);
        Assert.That(realm.Finish()[2..8], Is.EqualTo(Challenge[1..7]));
    }

    [Test]
    public void An_interrupt_while_a_token_is_signed_ends_the_call_with_nothing_and_an_exit([Values] bool monitorSigns)
    {
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, new MonitorOptions { SignsTokens = monitorSigns }, Whole(3));
        EnableHostTimer();
        realm.Finish();
        foreach (int call in (int[])[1, 2])
        {
            // A third of a signature takes 50,000 ticks.
            InterruptIn(50_000, realm);
            ulong[] nothing = realm.Finish();
            Assert.That(nothing[..2], Is.EqualTo(new[] { (ulong)RsiStatus.Incomplete, 0UL }), $"call {call}");
        }
        Verify(Rest(realm, page));
    }

    [Test]
    public void A_signature_that_takes_its_time_lets_the_hosts_interrupts_through_and_comes_in_the_end()
    {
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, Whole(5));
        EnableHostTimer();
        realm.Finish();
        _bench.Delay(IsPull);
        foreach (int ticks in (int[])[250_000, 20_000, 20_000])
        {
            InterruptIn(ticks, realm);
            Assert.That(realm.Finish()[..2], Is.EqualTo(new[] { (ulong)RsiStatus.Incomplete, 0UL }));
        }
        _bench.Relent();
        Verify(Rest(realm, page));
    }

    [Test]
    public void A_signature_that_another_REC_has_fetched_is_kept_for_the_one_that_wanted_it()
    {
        TestRealm one = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, Whole(3));
        TestRealm other = NewRealm(RmiHashAlgorithm.Sha512, out ulong otherPage, Whole(3));
        EnableHostTimer();
        one.Finish();
        other.Finish();
        _bench.Delay(IsPull);
        InterruptIn(250_000, one);
        one.Finish();
        _bench.Relent();
        Assert.That(Verify(Rest(other, otherPage)).Realm.HashAlgorithm, Is.EqualTo("sha-512"));
        // Nothing more is asked of the monitor.
        _bench.Delay(pe => pe.X(0) == (ulong)RmmEl3Command.El3TokenSign);
        Assert.That(Verify(Rest(one, page)).Realm.HashAlgorithm, Is.EqualTo("sha-256"));
    }

    [Test]
    public void A_REC_waits_for_the_monitors_page_only_until_the_host_has_an_interrupt_and_the_host_does_not_wait_at_all()
    {
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, Whole(2));
        EnableHostTimer();
        _bench.Rmm.Context.SharedPage.IsTaken = true; // as if another PE were in the middle of a request
        Assert.That(_bench.Rmi(RmiCommand.AttestPlatTokenRefresh).Status, Is.EqualTo(RmiStatus.Busy));
        InterruptIn(20_000, realm);
        InterruptIn(20_000, realm);
        _bench.Rmm.Context.SharedPage.Release();
        Assert.That(realm.Finish()[0], Is.EqualTo((ulong)RsiStatus.Success), "INIT is made again");
        _bench.Rmm.Context.SharedPage.IsTaken = true;
        InterruptIn(250_000, realm);
        Assert.That(realm.Finish()[..2], Is.EqualTo(new[] { (ulong)RsiStatus.Incomplete, 0UL }));
        _bench.Rmm.Context.SharedPage.Release();
        Verify(Rest(realm, page));
    }

    [Test]
    public void A_platform_token_that_is_not_there_yet_makes_a_host_BUSY_and_a_realm_wait()
    {
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, Whole(1));
        EnableHostTimer();
        _bench.Delay(pe => pe.X(0) == (ulong)RmmEl3Command.AttestGetPlatToken);
        Assert.That(_bench.Rmi(RmiCommand.AttestPlatTokenRefresh).Status, Is.EqualTo(RmiStatus.Busy));
        InterruptIn(20_000, realm);
        _bench.Relent();
        _bench.Succeed(RmiCommand.AttestPlatTokenRefresh);
        realm.Finish();
        Verify(Rest(realm, page));
    }

    private static bool IsPull(ProcessingElement pe) => pe.X(0) == (ulong)RmmEl3Command.El3TokenSign && pe.X(1) == 2;

    private void EnableHostTimer()
    {
        GranuleProtection door = _bench.Pe.Physical;
        door.Write(new PhysicalAddress(FvpMemoryMap.GicDistributor, Pas.NonSecure), 4, 0x12);
        door.Write(new PhysicalAddress(FvpMemoryMap.GicRedistributors + 0x1_0100, Pas.NonSecure), 4, 1u << (int)HostTimer);
        _bench.Pe[R.ICC_PMR_EL1] = 0xF0;
        _bench.Pe[R.ICC_IGRPEN1_EL1] = 1;
    }

    // The REC is entered, and the host gets its interrupt when it is due.
    private void InterruptIn(int ticks, TestRealm realm)
    {
        ulong start = _bench.Pe[R.CNTPCT_EL0];
        _bench.Pe[R.CNTHP_CVAL_EL2] = start + (ulong)ticks;
        _bench.Pe[R.CNTHP_CTL_EL2] = 1;
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Irq));
        Assert.That(_bench.Pe[R.CNTPCT_EL0] - start, Is.InRange(ticks, ticks + 5_000), "the host does not wait for the rest");
        Assert.That(_bench.Pe[R.ICC_IAR1_EL1], Is.EqualTo(HostTimer));
        _bench.Pe[R.CNTHP_CTL_EL2] = 0;
        _bench.Pe[R.ICC_EOIR1_EL1] = HostTimer;
    }

    // INIT, and so many calls for the whole token.
    private static uint[] Whole(int calls) =>
    [
        .. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. A64.Report(),
        .. Enumerable.Range(0, calls).SelectMany(_ => Continue(0, 4096)), A64.Stop,
    ];

    private byte[] Rest(TestRealm realm, ulong page)
    {
        ulong[] all = realm.Finish();
        Assert.That(all[0], Is.EqualTo((ulong)RsiStatus.Success));
        byte[] token = new byte[all[1]];
        new RealmMemory(_bench.Pe.Physical).Read(page, token);
        return token;
    }

    // The page is the Realm's when the call begins, and another PE unmaps it while the monitor signs.
    [Test]
    public void A_page_that_is_unmapped_while_the_token_is_signed_gets_nothing_of_it()
    {
        uint[] program = [.. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. A64.Report(), .. Continue(0, 4096), A64.Stop];
        TestRealm realm = Boot(new RmmOptions(), RmiHashAlgorithm.Sha256, out ulong page, program);
        realm.Finish();
        _bench.Machine.Bus.Subscribe(new AtMonitorCall((uint)RmmEl3Command.El3TokenSign, () =>
        {
            var tree = new RttTree(_bench.Pe, new Rd(new RealmMemory(_bench.Pe.Physical), realm.Rd));
            tree.Write(tree.Walk(TokenPage, RttGeometry.LastLevel).EntryAddress, RttEntry.Void(Ripas.Destroyed));
            _bench.Rmm.Context.Granules[page] = GranuleState.Delegated;
        }));
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(new HpfarEl2(realm.Exit(RmiRecRunLayout.ExitHpfar)).Page.Value, Is.EqualTo(TokenPage));
        Assert.That(_bench.Peek(page, 4096), Is.All.Zero);
    }

    // INIT, the whole token in pieces with a report after each, REM 1 extended before and REM 2 between.
    private static uint[] Pieces(int piece)
    {
        List<uint> words =
        [
            .. A64.Call((ulong)RsiCommand.MeasurementExtend, 1, 64),
            .. A64.Call([(ulong)RsiCommand.AttestationTokenInit, .. Challenge]), .. A64.Report(),
            .. Continue(0, piece),
            .. A64.Call((ulong)RsiCommand.MeasurementExtend, 2, 64),
        ];
        for (int offset = piece; offset + piece <= 4096 && words.Count < 900; offset += piece)
            words.AddRange(Continue(offset, piece));
        return [.. words, A64.Stop];
    }

    private static uint[] Continue(int offset, int size) =>
        [.. A64.Call((ulong)RsiCommand.AttestationTokenContinue, TokenPage, (ulong)offset, (ulong)size), .. A64.Report()];

    private TestRealm Boot(RmmOptions options, RmiHashAlgorithm algorithm, out ulong page, uint[] program) =>
        Boot(options, algorithm, out page, new MonitorOptions(), program);

    private TestRealm Boot(RmmOptions options, RmiHashAlgorithm algorithm, out ulong page, MonitorOptions monitor, uint[] program)
    {
        _bench = new RmmBench(options, monitor: monitor);
        return NewRealm(algorithm, out page, program);
    }

    private TestRealm NewRealm(RmiHashAlgorithm algorithm, out ulong page, uint[] program)
    {
        var realm = new TestRealm(_bench, new RealmParams { HashAlgo = (byte)algorithm });
        realm.MapInit(TestRealm.Data, []);
        page = realm.MapInit(TokenPage, []);
        return realm.Start(program);
    }

    private (byte[] Token, ulong Bound) Fetch(TestRealm realm, ulong page, int piece)
    {
        ulong[] init = realm.Finish();
        Assert.That(init[0], Is.EqualTo((ulong)RsiStatus.Success));
        int length = 0;
        ulong[] result;
        do
        {
            result = realm.Finish();
            length += (int)result[1];
            Assert.That(result[0], Is.EqualTo((ulong)(result[1] == (ulong)piece ? RsiStatus.Incomplete : RsiStatus.Success)));
        }
        while (result[0] == (ulong)RsiStatus.Incomplete);
        byte[] token = new byte[length];
        Assert.That(_bench.Pe.Physical.Read(new PhysicalAddress(page, Pas.NonSecure), token).Ok, Is.False, "the host must not see it");
        new RealmMemory(_bench.Pe.Physical).Read(page, token);
        return (token, init[1]);
    }

    private static TokenReport Verify(byte[] token)
    {
        using Es384Key platform = PlatformIdentity.CreatePlatformKey();
        Assert.That(TokenReport.TryCreate(token, platform.PublicKey, out TokenReport? report, out string error), error);
        Assert.That(report!.Checks, Has.All.Property(nameof(TokenCheck.Passed)).True);
        return report;
    }
}
