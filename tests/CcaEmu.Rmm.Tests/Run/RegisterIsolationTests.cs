using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>
/// No bit of one context can be read in another. What there is to try follows from the PE's register table: a new register that software
/// below EL2 can reach fails here until the RMM saves it, or traps it.
/// </summary>
public sealed class RegisterIsolationTests
{
    private const ulong HostSeed = 0x4057, FirstSeed = 0xA11CE, SecondSeed = 0xB0B;
    private const ulong Handlers = TestRealm.Code + 0x4000, Marker = 0xDEAD;

    private RmmBench _bench = null!;
    private AtRealmEntry _entry = null!;

    private ProcessingElement Pe => _bench.Pe;

    [SetUp]
    public void Boot()
    {
        _bench = new RmmBench();
        _bench.Machine.Bus.Subscribe(_entry = new AtRealmEntry());
        // An interrupt of the host that is pending all the time ends every run before the first instruction.
        Write(FvpMemoryMap.GicDistributor, 0x12);
        Write(FvpMemoryMap.GicDistributor + 0x104, 1 << 8);
        Pe[R.ICC_PMR_EL1] = 0xF0;
        Pe[R.ICC_IGRPEN1_EL1] = 1;
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void Registers_of_one_context_are_in_no_other_and_come_back([Values] bool withPmu)
    {
        _bench.Machine.Gic.SetSpiLine(40, true);
        TestRealm[] realms = [NewRealm(withPmu), NewRealm(withPmu)];
        R[] own = [.. Own(withPmu)];
        Assert.That(own, Has.Length.GreaterThan(withPmu ? 140 : 75));
        Fill(own, HostSeed);
        ulong[] host = EverythingOf(Pe);
        var states = new ulong[2][];
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 2; i++)
            {
                ulong[]? found = null;
                _entry.Act = pe =>
                {
                    found = Context(own);
                    if (round == 0)
                        Fill(own, i == 0 ? FirstSeed : SecondSeed);
                    states[i] = Context(own);
                };
                ulong[] expected = round == 0 ? Start(own) : states[i];
                Assert.That(realms[i].Enter(), Is.EqualTo(RmiRecExitReason.Irq));
                _entry.Act = null;
                AssertSame(Names(own), found!, expected, $"round {round}, realm {i}");
                AssertSame(EverythingNames(), EverythingOf(Pe), host, $"host after round {round}, realm {i}");
                AssertExitShowsTimersOnly(realms[i]);
            }
        }
        Assert.That(states[0].Where((value, i) => value == states[1][i]).Count(), Is.LessThan(20), "the patterns differ");
    }

    [Test]
    public void A_register_that_a_Realm_does_not_have_shows_nothing_of_the_hosts()
    {
        SystemRegisterInfo[] others = [.. Others()];
        Assert.That(others.Select(info => info.Register), Does.Contain(R.PMCCNTR_EL0).And.Contain(R.OSECCR_EL1).And.Contain(R.LORC_EL1));
        // VBAR_EL1 + 0x200: skip the instruction.
        uint[] skip = [A64.Mrs(6, 3, 0, 4, 0, 1), 0x9100_10C6, A64.Msr(3, 0, 4, 0, 1, 6), 0xD69F_03E0];
        var page = new byte[0x1000];
        Buffer.BlockCopy(skip, 0, page, 0x200, skip.Length * 4);
        TestRealm realm = Guests.Start(_bench, r => r.MapInit(Handlers, page),
        [
            .. A64.Load(5, Handlers), A64.Msr(3, 0, 12, 0, 0, 5), .. A64.Load(7, TestRealm.Data),
            .. others.SelectMany((info, i) => (uint[])[A64.Movz(5, (int)Marker), Mrs(5, info), A64.Str(5, 7, 0x100 + i * 8)]),
        ]);
        foreach (SystemRegisterInfo info in others)
            Pe[info.Register] = Pattern(info.Register, HostSeed);
        ulong[] host = [.. others.Select(info => Pe[info.Register])];
        Assert.That(host.Count(value => value != 0), Is.GreaterThan(40));
        while (realm.Enter() != RmiRecExitReason.HostCall)
            Assert.That(new EsrValue(realm.Exit(L.ExitEsr)).EC, Is.EqualTo(ExceptionClass.TrappedSystem));
        _bench.Succeed(RmiCommand.RttReadEntry, realm.Rd, TestRealm.Data, 3);
        byte[] seen = _bench.Peek((_bench.X[3] & 0xFFFF_FFFF_F000) + 0x100, others.Length * 8);
        using (Assert.EnterMultipleScope())
        {
            for (int i = 0; i < others.Length; i++)
                Assert.That(BitConverter.ToUInt64(seen, i * 8), Is.EqualTo(0).Or.EqualTo(Marker), others[i].Name);
        }
    }

    [Test]
    public void A_Realm_writes_nothing_that_the_host_and_an_external_debugger_share()
    {
        SystemRegisterInfo[] shared = [.. ((R[])[R.OSECCR_EL1, R.OSDTRRX_EL1, R.OSDTRTX_EL1, R.DBGPRCR_EL1, R.OSDLR_EL1, R.DBGDTR_EL0])
            .Select(SystemRegisterTable.Get)];
        TestRealm realm = Guests.Start(_bench, r => { },
        [
            .. A64.Load(5, 0xFFFF_FFFF), .. A64.Load(7, TestRealm.Data),
            .. shared.SelectMany((info, i) => (uint[])[Msr(info, 5), Mrs(6, info), A64.Str(6, 7, 0x100 + i * 8)]),
        ]);
        ulong[] host = [.. shared.Select(info => Pe[info.Register])];
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall), "no access is the host's to emulate");
        Assert.That(shared.Select(info => Pe[info.Register]), Is.EqualTo(host));
        _bench.Succeed(RmiCommand.RttReadEntry, realm.Rd, TestRealm.Data, 3);
        Assert.That(_bench.Peek((_bench.X[3] & 0xFFFF_FFFF_F000) + 0x100, shared.Length * 8), Is.All.Zero, "they read as zero");
    }

    // What a context has for itself: it can be filled, and must come back.
    private static IEnumerable<R> Own(bool withPmu)
    {
        foreach (R register in RecRegisters.All.ToArray())
            yield return register;
        foreach (R state in (R[])[R.NZCV, R.PAN, R.UAO, R.DIT, R.SSBS, R.SPSel])
            yield return state;
        for (R pmu = R.PMCR_EL0; withPmu && pmu <= R.PMEVTYPER30_EL0; pmu++)
        {
            SystemRegisterInfo info = SystemRegisterTable.Get(pmu);
            if (info is { CanWrite: true, CanRead: true } && info.Storage == pmu && info.Effect != WriteEffect.Clear
                && pmu is not (R.PMXEVTYPER_EL0 or R.PMXEVCNTR_EL0 or R.PMUSERENR_EL0))
                yield return pmu;
        }
    }

    // Whatever else software at EL1 can name and that keeps a value: all of it must be trapped.
    private IEnumerable<SystemRegisterInfo> Others() => SystemRegisterTable.All.Where(info =>
        info is { CanRead: true, CanWrite: true } && Pe.Features.Has(info.Register) && info.MinimumReadLevel <= ExceptionLevel.EL1
        && info.AliasOf == R.None && info.Storage == info.Register && !RecRegisters.All.Contains(info.Register)
        && info.Encoding is not { Op0: 3, CRn: 4, CRm: 2 }
        && !info.Name.StartsWith("ICC_", StringComparison.Ordinal) && !info.Name.Contains("TVAL", StringComparison.Ordinal)
        && info.Register is not (R.CNTFRQ_EL0 or R.DBGDTR_EL0));

    private TestRealm NewRealm(bool withPmu)
    {
        var realm = new TestRealm(_bench, withPmu ? new RealmParams { Flags0 = RmiRealmFlags0.Pmu, PmuNumCtrs = 31 } : null);
        return realm.Start(A64.Stop);
    }

    private static ulong Pattern(R register, ulong seed)
    {
        ulong value = ((ulong)register + 1) * 0x9E37_79B9_7F4A_7C15 ^ seed * 0xD6E8_FEB8_6659_FD93;
        return register switch
        {
            R.PMCR_EL0 => value & ~(PMCR_EL0.E | PMCR_EL0.P | PMCR_EL0.C), // counters stand still, and keep what is filled in
            R.CNTP_CVAL_EL0 or R.CNTV_CVAL_EL0 => value | 1UL << 62, // far away
            _ => value,
        };
    }

    private void Fill(R[] registers, ulong seed)
    {
        Pe[R.PMCNTENCLR_EL0] = Pe[R.PMOVSCLR_EL0] = Pe[R.PMINTENCLR_EL1] = uint.MaxValue;
        foreach (R register in registers)
            Pe[register] = Pattern(register, seed);
        for (int i = 0; i < 32; i++)
            Pe.V(i) = Vector128.Create(seed * (ulong)(i + 1), ~seed * (ulong)(i + 1)).AsByte();
        for (int i = 8; i < 31; i++)
            Pe.X(i) = seed << 32 | (uint)i;
    }

    private ulong[] Context(R[] registers) =>
    [
        .. registers.Select(register => Pe[register]),
        .. Enumerable.Range(0, 64).Select(i => Pe.V(i / 2).AsUInt64()[i % 2]),
        .. Enumerable.Range(8, 23).Select(i => Pe.X(i)),
    ];

    private static string[] Names(R[] registers) =>
        [.. registers.Select(register => register.ToString()), .. Enumerable.Range(0, 64).Select(i => $"V{i / 2}"), .. Enumerable.Range(8, 23).Select(i => $"X{i}")];

    // A REC starts with everything at reset.
    private ulong[] Start(R[] registers) =>
    [
        .. registers.Select(register => register switch
        {
            R.SPSel => 1UL,
            R.PMCR_EL0 => Pe[R.PMCR_EL0] & PMCR_EL0.N.Mask | 1UL << 6,
            _ => SystemRegisterTable.Get(register).ResetValue,
        }),
        .. new ulong[64 + 23],
    ];

    // What software at EL2 and below can read and that stands still; the interrupt of this test keeps the GIC busy.
    private IEnumerable<R> Everything() => SystemRegisterTable.All.Where(info =>
        info.CanRead && !info.ReadHasEffect && info.MinimumReadLevel <= ExceptionLevel.EL2 && Pe.Features.Has(info.Register)
        && info.Encoding is not { Op0: 3, CRn: 4, CRm: 2 }
        && !info.Name.StartsWith("CNTPCT", StringComparison.Ordinal) && !info.Name.StartsWith("CNTVCT", StringComparison.Ordinal)
        && !info.Name.Contains("TVAL", StringComparison.Ordinal) && !info.Name.StartsWith("AMEVCNTR0", StringComparison.Ordinal)
        && info.Register is not (R.RNDR or R.RNDRRS)).Select(info => info.Register);

    private ulong[] EverythingOf(ProcessingElement pe) => [.. Everything().Select(register => pe[register]), .. Context([])];

    private string[] EverythingNames() => [.. Everything().Select(register => register.ToString()), .. Names([])];

    private static void AssertSame(string[] names, ulong[] found, ulong[] expected, string when) => Assert.That(
        names.Where((_, i) => found[i] != expected[i]).Zip(
            found.Where((value, i) => value != expected[i]), (name, value) => $"{name} is 0x{value:x}"), Is.Empty, when);

    private void AssertExitShowsTimersOnly(TestRealm realm)
    {
        for (int offset = L.ExitReason + 8; offset < L.Size; offset += 8)
        {
            if (offset is not (L.ExitCntpCtl or L.ExitCntpCval or L.ExitCntvCtl or L.ExitCntvCval))
                Assert.That(realm.Exit(offset), Is.Zero, $"0x{offset:x}");
        }
    }

    private static uint Msr(SystemRegisterInfo info, int rt) =>
        A64.Msr(info.Encoding.Op0, info.Encoding.Op1, info.Encoding.CRn, info.Encoding.CRm, info.Encoding.Op2, rt);

    private static uint Mrs(int t, SystemRegisterInfo info) =>
        A64.Mrs(t, info.Encoding.Op0, info.Encoding.Op1, info.Encoding.CRn, info.Encoding.CRm, info.Encoding.Op2);

    private void Write(ulong address, uint value) =>
        Assert.That(Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 4, value).Ok);
}
