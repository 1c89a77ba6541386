using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>A Realm runs: entry, host call, exit, entry, until it powers off.</summary>
public sealed class RecEnterFlowTests
{
    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_realm_negotiates_rsi_calls_the_host_and_powers_off()
    {
        var realm = new TestRealm(_bench);
        realm.MapInit(TestRealm.Data, []);
        realm.Start(
        [
            .. A64.Call((ulong)RsiCommand.Version, 0x1_0001),
            .. A64.Report(),
            .. A64.Load(29, TestRealm.Data), A64.Ldr(3, 29, 8),
            .. A64.Report(),
            .. A64.Call((ulong)PsciFunction.SystemOff),
            A64.Stop,
        ]);

        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        Assert.Multiple(() =>
        {
            Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)RsiStatus.Success));
            Assert.That(realm.ExitGpr(1), Is.EqualTo(0x1_0001));
            Assert.That(realm.ExitGpr(2), Is.EqualTo(0x1_0001));
        });
        realm.SetEnterGpr(0, 0x1234_5678_9ABC);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)RsiStatus.Success), "X0 of the host call itself");
        Assert.That(realm.ExitGpr(3), Is.EqualTo(0x1234_5678_9ABC), "what the host wrote into the structure");

        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        Assert.That(realm.ExitGpr(0), Is.EqualTo((ulong)PsciFunction.SystemOff));
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRealm));
        Assert.That(
            realm.Exit(L.ExitReason),
            Is.EqualTo((ulong)RmiRecExitReason.Psci), "a failed entry leaves the exit record alone");
    }

    [Test]
    public void An_exit_shows_nothing_of_the_one_before_whosever_it_was([Values] bool ofTheSameRealm)
    {
        uint[] program = [.. A64.Load(1, ulong.MaxValue), .. A64.Load(2, 0x5EC2E7), .. A64.Report(), A64.Wfi];
        TestRealm first = Guests.Start(_bench, program);
        TestRealm next = ofTheSameRealm ? first : Guests.Start(_bench, A64.Wfi);
        Assert.That(first.Finish()[2], Is.EqualTo(0x5EC2E7));
        Assert.That(next.Enter(RmiRecEnterFlags.TrapWfi), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(next.Exit(L.ExitEsr), Is.Not.Zero);
        int[] shown = [L.ExitReason, L.ExitEsr, L.ExitCntpCval, L.ExitCntvCval, L.ExitCntpCtl, L.ExitCntvCtl];
        IEnumerable<int> others = Enumerable.Range(L.ExitReason / 8, (L.Size - L.ExitReason) / 8).Select(word => word * 8).Except(shown);
        Assert.That(others.Where(offset => next.Exit(offset) != 0), Is.Empty);
    }

    [Test]
    public void Vector_registers_of_host_and_realm_are_two_sets()
    {
        const uint fmovFromX20 = 0x9E67_0283; // FMOV D3, X20
        const uint fmovToX0 = 0x9E66_0060; // FMOV X0, D3
        var realm = new TestRealm(_bench);
        realm.MapInit(TestRealm.Data, []);
        realm.Start(
        [
            .. A64.Load(0, 3 << 20), A64.Msr(3, 0, 1, 0, 2, 0), // CPACR_EL1.FPEN
            fmovToX0, .. A64.Report(),
            .. A64.Load(20, 0x5EA1_5EA1), fmovFromX20, .. A64.Report(),
            fmovToX0, .. A64.Report(), A64.Stop,
        ]);
        Vector128<byte> host = Vector128.Create(0x1111_2222_3333_4444UL, 0x5555_6666_7777_8888UL).AsByte();
        _bench.Pe.V(3) = host;
        Assert.That(realm.Finish()[0], Is.Zero, "the Realm starts with zeros, not with what the host left");
        realm.Finish();
        Assert.That(_bench.Pe.V(3), Is.EqualTo(host), "the host finds its own");
        _bench.Pe.V(3) = default;
        Assert.That(realm.Finish()[0], Is.EqualTo(0x5EA1_5EA1), "and so does the Realm");
    }

    [Test]
    public void A_run_page_that_is_taken_away_meanwhile_makes_the_entry_fail()
    {
        TestRealm realm = new TestRealm(_bench).Start([.. A64.Call((ulong)PsciFunction.SystemOff)]);
        _bench.Machine.Bus.Subscribe(new TakesGranule(realm.Run));
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void An_exit_that_could_not_be_told_has_happened_and_the_next_entry_goes_on_behind_it()
    {
        TestRealm realm = Guests.Start(_bench, [.. A64.Call((ulong)PsciFunction.CpuSuspend), A64.Movz(0, 0x77)]);
        var takes = new TakesGranule(realm.Run);
        _bench.Machine.Bus.Subscribe(takes);
        _bench.Pe.V(3) = Vector128.Create((byte)0x5A);
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "a GPF on writing the exit");
        Assert.That(_bench.Pe.V(3), Is.EqualTo(Vector128.Create((byte)0x5A)), "the host has its own registers");
        takes.IsOver = true;
        ulong run = _bench.NewGranule();
        _bench.Succeed(RmiCommand.RecEnter, realm.Rec, run);
        Assert.That(_bench.Read64(run + L.ExitReason), Is.EqualTo((ulong)RmiRecExitReason.HostCall), "the REC is READY, and behind its PSCI call");
        Assert.That(_bench.Read64(run + L.ExitGprs), Is.EqualTo(0x77));
        _bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
    }

    /// <summary>Does what another PE's host could do: the granule changes hands while the Realm runs.</summary>
    private sealed class TakesGranule(ulong granule) : IPeObserver
    {
        /// <summary>Whether it does nothing more.</summary>
        public bool IsOver { get; set; }

        public void OnException(ProcessingElement pe, in ExceptionTaken taken)
        {
            if (IsOver || taken is not { SourceState: SecurityState.Realm, Source: ExceptionLevel.EL1 })
                return;
            var geometry = new GptGeometry(ProtectedBits: 40, L0Bits: 30, GranuleBits: 12);
            ulong level0 = FvpMemoryMap.Level0Gpt + (ulong)geometry.L0Index(granule) * 8;
            ulong level1 = new GptL0Descriptor(Read(pe, level0)).TableAddress + (ulong)geometry.L1Index(granule) * 8;
            var entry = new GptL1Descriptor(Read(pe, level1)).With(geometry.GranuleIndex(granule), Gpi.Secure);
            pe.Physical.Write(new PhysicalAddress(level1, Pas.Root), 8, entry.Value);
            pe.InvalidateGranuleProtection(granule, RmmBench.Granule);
        }

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
        }

        private static ulong Read(ProcessingElement pe, ulong address)
        {
            pe.Physical.Read(new PhysicalAddress(address, Pas.Root), 8, out ulong value);
            return value;
        }
    }
}
