using System.Runtime.InteropServices;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rsi;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Rsi;

/// <summary>RSI commands: effects, called by a Realm.</summary>
public sealed class RsiTests
{
    private const ulong Free = TestRealm.Code + 0x10_0000;

    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [TestCase(0x1_0000, RsiStatus.Success, 0x1_0000)]
    [TestCase(0x1_0001, RsiStatus.Success, 0x1_0001)]
    [TestCase(0x1_0002, RsiStatus.ErrorInput, 0x1_0001)]
    [TestCase(0x2_0000, RsiStatus.ErrorInput, 0x1_0001)]
    [TestCase(0x0_0001, RsiStatus.ErrorInput, 0x1_0001)]
    public void Version_negotiation(long requested, RsiStatus status, long lower)
    {
        ulong[] x = Guests.Start(_bench, [.. Guests.Rsi(RsiCommand.Version, (ulong)requested)]).Finish();
        Assert.That(x[..3], Is.EqualTo(new[] { (ulong)status, (ulong)lower, 0x1_0001UL }));
    }

    [Test]
    public void Features_are_none()
    {
        ulong[] x = Guests.Start(_bench, [.. Guests.Rsi(RsiCommand.Features, 0)]).Finish();
        Assert.That(x[..2], Is.EqualTo(new ulong[] { 0, 0 }));
    }

    // The realm says that it has them by no flag: RMM specification, RSI_VDEV_*, "feat_da"; RSI_PLANE_*, "plane_bound".
    [Test]
    public void Commands_of_features_that_are_not_offered_answer_so()
    {
        RsiCommand[] built = [.. RsiHandlers.Create().Select(handler => handler.Command)];
        RsiCommand[] others = [.. RsiCommandTable.All.Select(line => (RsiCommand)line.FunctionId.Value).Except(built)];
        Assert.That(RsiNotOffered.Answers.Keys, Is.EquivalentTo(others));
        uint[] program = [.. others.SelectMany(command => (uint[])[.. Guests.Rsi(command, 1, 1, 1, 1), .. A64.Report()])];
        TestRealm realm = Guests.Start(_bench, program);
        foreach (RsiCommand command in others)
        {
            bool isOfDevices = command is RsiCommand.ArchDevActivate || $"{command}"[0] == 'V';
            Assert.That(realm.Finish()[..3], Is.EqualTo(new[] { (ulong)(isOfDevices ? RsiStatus.ErrorState : RsiStatus.ErrorInput), 1UL, 1UL }), $"{command}");
        }
    }

    [Test]
    public void Plane_0_may_do_everything_with_every_permission_index()
    {
        ulong[] x = Guests.Start(_bench, Guests.Rsi(RsiCommand.MemGetPermValue, 0, 14)).Finish();
        Assert.That(x[..2], Is.EqualTo(new ulong[] { 0, 0b1111 }));
    }

    [Test]
    public void Realm_config_describes_the_realm()
    {
        var realm = new TestRealm(_bench, new RealmParams { HashAlgo = (byte)RmiHashAlgorithm.Sha384, Rpv = [1, 2, 3] });
        ulong data = realm.MapInit(TestRealm.Data, Enumerable.Repeat((byte)0xFF, 0x1000).ToArray());
        realm.Start([.. Guests.Rsi(RsiCommand.RealmConfig, TestRealm.Data), .. A64.Call(0x8400_0008)]);
        realm.Enter();
        byte[] config = _bench.Peek(data, 0x1000);
        var expected = new byte[0x1000];
        expected[RsiRealmConfigLayout.IpaWidth] = 33;
        expected[RsiRealmConfigLayout.HashAlgo] = (byte)RmiHashAlgorithm.Sha384;
        BitConverter.TryWriteBytes(expected.AsSpan(RsiRealmConfigLayout.Gicv3Vtr), _bench.Pe[SystemRegister.ICH_VTR_EL2]);
        new byte[] { 1, 2, 3 }.CopyTo(expected, RsiRealmConfigLayout.Rpv);
        Assert.That(config, Is.EqualTo(expected));
    }

    [Test]
    public void A_host_call_carries_immediate_and_all_registers_both_ways()
    {
        var page = new byte[0x1000];
        BitConverter.TryWriteBytes(page, 0xFFFF_FFFF_FFFF_BEEF); // The immediate has 16 bits.
        for (int i = 0; i < 31; i++)
            BitConverter.TryWriteBytes(page.AsSpan(RsiHostCallLayout.Gprs + i * 8), 0x1000UL + (ulong)i);
        var realm = new TestRealm(_bench);
        ulong data = realm.MapInit(TestRealm.Data, page);
        realm.Start([.. Guests.Rsi(RsiCommand.HostCall, TestRealm.Data), .. A64.Call(0x8400_0008)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        Assert.That(realm.Exit(L.ExitImm), Is.EqualTo(0xBEEF));
        Assert.That(realm.Exit(L.ExitPlane), Is.Zero);
        for (int i = 0; i < 31; i++)
        {
            Assert.That(realm.ExitGpr(i), Is.EqualTo(0x1000 + i));
            realm.SetEnterGpr(i, 0x2000 + (ulong)i);
        }
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        byte[] after = _bench.Peek(data, 0x100);
        Assert.That(
            Enumerable.Range(0, 31).Select(i => BitConverter.ToUInt64(after, 8 + i * 8)),
            Is.EqualTo(Enumerable.Range(0x2000, 31)));
        Assert.That(BitConverter.ToUInt64(after), Is.EqualTo(0xFFFF_FFFF_FFFF_BEEF));
    }

    [Test]
    public void A_host_call_from_a_page_without_memory_exits_as_a_data_abort_and_is_made_again()
    {
        TestRealm realm = Guests.Start(
            _bench, r =>
                _bench.Succeed(RmiCommand.RttInitRipas, r.Rd, Free, Free + 0x1000), [.. Guests.Rsi(RsiCommand.HostCall, Free)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        var esr = new EsrValue(realm.Exit(L.ExitEsr));
        Assert.Multiple(() =>
        {
            Assert.That(esr.EC, Is.EqualTo(ExceptionClass.DataAbortLower));
            Assert.That(esr.FSC, Is.EqualTo(FaultStatusCode.TranslationLevel3));
            Assert.That(new HpfarEl2(realm.Exit(L.ExitHpfar)).Page.Value, Is.EqualTo(Free));
            Assert.That(realm.Exit(L.ExitFar), Is.Zero);
        });
        Map(realm, Free);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));

        // The page is gone when the host answers: no answer yet, and the Realm has not moved.
        _bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, Free, Free + 0x1000, RttRangeScenarios.OneRange, 0);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).FSC, Is.EqualTo(FaultStatusCode.TranslationLevel3));
    }

    [Test]
    public void A_host_call_fails_where_another_rec_has_given_its_page_up_meanwhile()
    {
        TestRealm realm = null!;
        ulong other = 0;
        realm = Guests.Start(_bench, r =>
        {
            r.MapInit(Free, []);
            r.MapInit(Free + 0x1000, MemoryMarshal.AsBytes<uint>(
                [.. Guests.Rsi(RsiCommand.IpaStateSet, Free, Free + 0x1000, (ulong)Ripas.Empty), A64.Stop]));
            r.NewRec();
            other = r.NewRec(pc: Free + 0x1000, mpidr: 1);
        }, [.. Guests.Rsi(RsiCommand.HostCall, Free)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        _bench.Succeed(RmiCommand.RecEnter, other, _bench.NewGranule());
        _bench.Succeed(RmiCommand.RttSetRipas, realm.Rd, other, Free, Free + 0x1000);
        Assert.That(realm.Finish()[0], Is.EqualTo((ulong)RsiStatus.ErrorInput));
    }

    // Another PE unmaps the page while the Realm runs, between two calls that write to it.
    [Test]
    public void A_call_does_not_go_by_what_the_call_before_it_has_found()
    {
        ulong page = 0;
        TestRealm realm = Guests.Start(_bench, r => page = r.MapInit(Free, []),
            [.. Guests.Rsi(RsiCommand.RealmConfig, Free), .. Guests.Rsi(RsiCommand.RealmConfig, Free)]);
        int entries = 0;
        _bench.Machine.Bus.Subscribe(new AtRealmEntry
        {
            Act = pe =>
            {
                if (++entries != 2)
                    return;
                var tree = new RttTree(pe, new Rd(new RealmMemory(pe.Physical), realm.Rd));
                tree.Write(tree.Walk(Free, RttGeometry.LastLevel).EntryAddress, RttEntry.Void(Ripas.Destroyed));
                _bench.Rmm.Context.Granules[page] = GranuleState.Delegated;
            },
        });
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(new HpfarEl2(realm.Exit(L.ExitHpfar)).Page.Value, Is.EqualTo(Free));
    }

    [Test]
    public void Extending_a_measurement_shows_in_reading_it([Values] RemInput form, [Values] RmiHashAlgorithm algorithm)
    {
        using var bench = new RmmBench(new RmmOptions { RemInput = form });
        var realm = new TestRealm(bench, new RealmParams { HashAlgo = (byte)algorithm });
        realm.MapInit(TestRealm.Data, []);
        realm.Start(
        [
            .. Guests.Rsi(RsiCommand.MeasurementExtend, 2, 11, 0x0807_0605_0403_0201, 0xFFFF_FFFF_FF0B_0A09),
            .. Guests.Rsi(RsiCommand.MeasurementExtend, 2, 0),
            .. Guests.Rsi(RsiCommand.MeasurementRead, 2),
            A64.Mov(0, 8), .. A64.Report(), // X8 in place of the status
        ]);
        ulong[] x = realm.Finish();
        byte[] read = [.. x[1..].Append(x[0]).SelectMany(BitConverter.GetBytes)];

        byte[] value = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        byte[] rem = Extend(algorithm, form, new byte[64], value);
        rem = Extend(algorithm, form, rem, []);
        Assert.That(read, Is.EqualTo(rem));
    }

    [Test]
    public void The_realm_changes_ripas_with_the_hosts_help()
    {
        TestRealm realm = Guests.Start(_bench, [.. Guests.Rsi(RsiCommand.IpaStateSet, Free, Free + 0x4000, (ulong)Ripas.Ram)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.RipasChange));
        Assert.Multiple(() =>
        {
            Assert.That(realm.Exit(L.ExitRipasBase), Is.EqualTo(Free));
            Assert.That(realm.Exit(L.ExitRipasTop), Is.EqualTo(Free + 0x4000));
            Assert.That(realm.Exit(L.ExitRipasValue), Is.EqualTo((ulong)Ripas.Ram));
        });
        _bench.Succeed(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, Free, Free + 0x4000);
        Assert.That(_bench.X[1], Is.EqualTo(Free + 0x4000));
        Assert.That(realm.Finish()[..3], Is.EqualTo(new ulong[] { 0, Free + 0x4000, 0 }));
        Assert.That(
            _bench.Rmi(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, Free, Free + 0x4000),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "nothing is asked for now");
        Assert.That(
            _bench.Rmi(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, 0, RmmBench.Granule),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "at IPA 0 neither");
    }

    [Test]
    public void Where_ripas_is_the_same_ends_before_a_table_and_with_the_range()
    {
        const ulong block = TestRealm.Code + 0x40_0000, table = block + 0x20_0000, behind = table + 0x20_0000;
        TestRealm realm = Guests.Start(_bench, r =>
        {
            r.MakeTables(table);
            _bench.Succeed(RmiCommand.RttInitRipas, r.Rd, block, table);
        }, [.. Guests.Rsi(RsiCommand.IpaStateGet, block, behind), .. A64.Report(), .. Guests.Rsi(RsiCommand.IpaStateGet, behind, behind + 0x1000)]);
        Assert.That(realm.Finish()[..3], Is.EqualTo(new ulong[] { 0, table, (ulong)Ripas.Ram }));
        Assert.That(realm.Finish()[..3], Is.EqualTo(new ulong[] { 0, behind + 0x1000, (ulong)Ripas.Empty }));
    }

    [Test]
    public void An_entry_that_reaches_past_the_range_by_a_page_keeps_its_ripas()
    {
        ulong block = (Free + 0x40_0000) & ~0x1F_FFFFUL, top = block + 0x1F_F000;
        TestRealm realm = Guests.Start(_bench, [.. Guests.Rsi(RsiCommand.IpaStateSet, block, top, (ulong)Ripas.Ram)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.RipasChange));
        Assert.That(_bench.Rmi(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, block, top), Is.EqualTo(RmiResult.ErrorRtt(2)));
        _bench.Succeed(RmiCommand.RttReadEntry, realm.Rd, block, 3);
        Assert.That(_bench.X[1..5], Is.EqualTo(new ulong[] { 2, 0, 0, (ulong)Ripas.Empty }));
    }

    [TestCase(RmiRecEnterFlags.RipasResponse, Ripas.Ram, 1UL)]
    [TestCase(RmiRecEnterFlags.None, Ripas.Ram, 0UL)]
    [TestCase(RmiRecEnterFlags.RipasResponse, Ripas.Empty, 0UL)]
    public void Only_a_change_to_ram_can_be_rejected(RmiRecEnterFlags flags, Ripas wanted, ulong response)
    {
        TestRealm realm = Guests.Start(_bench, [.. Guests.Rsi(RsiCommand.IpaStateSet, Free, Free + 0x4000, (ulong)wanted)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.RipasChange));
        Assert.That(realm.Finish(flags)[..3], Is.EqualTo(new ulong[] { 0, Free, response }));
    }

    [Test]
    public void A_change_to_ram_that_is_complete_cannot_be_rejected()
    {
        TestRealm realm = Guests.Start(_bench, [.. Guests.Rsi(RsiCommand.IpaStateSet, Free, Free + 0x4000, (ulong)Ripas.Ram)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.RipasChange));
        _bench.Succeed(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, Free, Free + 0x4000);
        Assert.That(realm.Finish(RmiRecEnterFlags.RipasResponse)[..3], Is.EqualTo(new ulong[] { 0, Free + 0x4000, (ulong)RmiResponse.Accept }));
    }

    [TestCase(0UL)]
    [TestCase(1UL)]
    public void A_destroyed_page_becomes_ram_only_where_the_realm_says_so(ulong flags)
    {
        TestRealm realm = Guests.Start(
            _bench, r =>
                r.MapInit(Free + 0x1000, []), [.. Guests.Rsi(RsiCommand.IpaStateSet, Free, Free + 0x4000, (ulong)Ripas.Ram, flags)]);
        _bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, Free + 0x1000, Free + 0x2000, RttRangeScenarios.OneRange, 0);
        realm.Enter();
        _bench.Succeed(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, Free, Free + 0x4000);
        ulong end = flags == 1 ? Free + 0x4000 : Free + 0x1000;
        Assert.That(_bench.X[1], Is.EqualTo(end));
        if (flags == 0)
            Assert.That(
                _bench.Rmi(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, end, Free + 0x4000),
                Is.EqualTo(RmiResult.ErrorRtt(3)));
        Assert.That(realm.Finish()[..2], Is.EqualTo(new ulong[] { 0, end }));
    }

    [Test]
    public void Memory_made_empty_is_an_external_abort_for_the_realm_from_then_on()
    {
        TestRealm realm = Guests.Start(_bench, r => r.MapInit(Free, [9]),
        [
            .. A64.Load(9, Free), A64.Ldr(10, 9),
            .. Guests.Rsi(RsiCommand.IpaStateSet, Free, Free + 0x1000, (ulong)Ripas.Empty),
            A64.Ldr(10, 9),
        ]);
        realm.Enter();
        _bench.Succeed(RmiCommand.RttSetRipas, realm.Rd, realm.Rec, Free, Free + 0x1000);
        Assert.That(realm.Finish()[0], Is.EqualTo(0xE));
    }

    [Test]
    public void The_realm_sees_where_ripas_changes()
    {
        TestRealm realm = Guests.Start(_bench, r => _bench.Succeed(RmiCommand.RttInitRipas, r.Rd, Free, Free + 0x3000),
        [
            .. Guests.Rsi(RsiCommand.IpaStateGet, Free, Free + 0x8000), .. A64.Report(),
            .. Guests.Rsi(RsiCommand.IpaStateGet, Free + 0x1000, Free + 0x2000), .. A64.Report(),
            .. Guests.Rsi(RsiCommand.IpaStateGet, Free + 0x3000, 0x1_0000_0000), .. A64.Report(),
            .. Guests.Rsi(RsiCommand.IpaStateGet, 0x1000, 0x1_0000_0000),
        ]);
        Assert.That(realm.Finish()[..3], Is.EqualTo(new ulong[] { 0, Free + 0x3000, (ulong)Ripas.Ram }));
        Assert.That(realm.Finish()[..3], Is.EqualTo(new ulong[] { 0, Free + 0x2000, (ulong)Ripas.Ram }));
        Assert.That(
            realm.Finish()[..3],
            Is.EqualTo(new ulong[] { 0, TestRealm.Code + 0x20_0000, (ulong)Ripas.Empty }), "to the end of the table");
        Assert.That(realm.Finish()[..3], Is.EqualTo(new ulong[] { 0, 0x8000_0000, (ulong)Ripas.Empty }), "to the next table");
    }

    private static byte[] Extend(RmiHashAlgorithm algorithm, RemInput form, byte[] old, byte[] value)
    {
        int digest = algorithm switch { RmiHashAlgorithm.Sha256 => 32, RmiHashAlgorithm.Sha384 => 48, _ => 64 };
        byte[] input = form == RemInput.Padded
            ? [.. old, .. value, .. new byte[64 - value.Length]]
            : [.. old[..digest], .. value];
        return MeasurementRules.Hash(algorithm, input);
    }

    private void Map(TestRealm realm, ulong ipa) => _bench.Succeed(
        RmiCommand.RttDataMap, realm.Rd, ipa, ipa + 0x1000, RttRangeScenarios.OneRange, RttRangeScenarios.Pages(_bench.NewDelegated(), 1));
}
