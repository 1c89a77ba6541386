using System.Runtime.InteropServices;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;
using CcaEmu.Rmm.Tests.States;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>Every kind of access to every kind of page that a Realm can see, made by A64 code, with the result that the table beside this file gives.</summary>
public sealed class AccessTableTests
{
    private const ulong Offset = 0x18;
    private const ulong Stage1Va = 0x4000_0000;
    private const uint Ret = 0xD65F_03C0;
    private const ulong Stored = 0x1122_3344_5566_7788;

    private static readonly string[] Kinds = ["load", "load without ISV", "store", "store without ISV", "fetch", "table"];

    private static readonly string[] Results = ["access", "sea", "size", "gpf", "data", "code", "emulatable", "unprotected", "emulatable!", "unprotected!"];

    private RmmBench _bench = null!;
    private TestRealm _realm = null!;
    private ulong _shared;

    private static IEnumerable<TestCaseData> Cases() =>
        from cell in Table()
        from place in PlacesOf(cell.View)
        select new TestCaseData(cell.View, cell.Kind, place, cell.Result).SetArgDisplayNames(cell.View, cell.Kind, $"0x{place:X}", cell.Result);

    [TearDown]
    public void Dispose() => _bench?.Dispose();

    [Test]
    public void Every_view_and_every_kind_has_a_result()
    {
        string[] states = [.. EntryLifecycle.Machine.States.Where(state => state != "MAPPED_NS")];
        Assert.That(
            Table().Select(cell => cell.View).Distinct(),
            Is.EquivalentTo([.. states, "MAPPED_NS_RW", "MAPPED_NS_RO", "MAPPED_NS_NONE", "MAPPED_NS_REFUSED", "OUTSIDE"]));
        Assert.That(Table().Select(cell => cell.Kind).Distinct(), Is.EqualTo(Kinds));
        Assert.That(Table().Select(cell => cell.Result).Distinct(), Is.EquivalentTo(Results));
    }

    [TestCaseSource(nameof(Cases))]
    public void An_access(string view, string kind, ulong page, string result)
    {
        _bench = new RmmBench();
        bool isTable = kind == "table";
        ulong address = isTable ? Stage1Va + Offset : page + Offset;
        _realm = Guests.Start(_bench, realm => Arrange(realm, view, page), Program(kind, page, address));
        if (view == "MAPPED_NS_REFUSED")
            _bench.Delegate(_shared);
        RmiRecExitReason reason = _realm.Enter();
        bool isExit = result is "data" or "code" || result.StartsWith("emulatable", StringComparison.Ordinal) || result.StartsWith("unprotected", StringComparison.Ordinal);
        Assert.That(reason, Is.EqualTo(isExit ? RmiRecExitReason.Sync : RmiRecExitReason.HostCall));
        if (isExit)
            CheckExit(result, kind, page);
        else
            CheckRealm(result, kind, address);
    }

    private static IEnumerable<(string View, string Kind, string Result)> Table()
    {
        string[][] rows = [.. TextTable.Lines("access.txt").Select(line => line.Split('|').Select(part => part.Trim()).ToArray())];
        return from row in rows[1..] from column in Enumerable.Range(1, rows[0].Length - 1) select (row[0], rows[0][column], row[column]);
    }

    // First, last and some page of a half of the IPA space; beyond it the first page, one in the middle, and the last that the PE can address.
    private static ulong[] PlacesOf(string view) => view switch
    {
        "OUTSIDE" => [1UL << 33, 1UL << 37, (1UL << 40) - 0x1000],
        _ when view.Contains("NS", StringComparison.Ordinal) => [TestRealm.Unprotected, TestRealm.Unprotected + 0x1234_5000, 2 * TestRealm.Unprotected - 0x1000],
        _ => [0, TestRealm.Code + 0x8000, TestRealm.Unprotected - 0x1000],
    };

    private static uint[] Program(string kind, ulong page, ulong address) =>
    [
        .. kind == "table" ? Stage1() : [],
        .. A64.Load(4, address), .. A64.Load(5, Stored), .. A64.Load(0, 0),
        .. kind switch
        {
            "load" or "table" => [A64.Ldr(0, 4)],
            "load without ISV" => [A64.LdrPost(0, 4)],
            "store" => [A64.Str(5, 4), A64.Ldr(0, 4)],
            "store without ISV" => [.. A64.Load(6, address), 0xF800_8400 | 4 << 5 | 5, A64.Ldr(0, 6)],
            _ => new uint[] { 0xD63F_0000 | 4 << 5 }, // BLR X4
        },
    ];

    // Stage 1 with 39 bits of VA: the code where it is, and one table at the page under test.
    private static uint[] Stage1() =>
    [
        .. A64.Load(1, TestRealm.Data), A64.Msr(3, 0, 2, 0, 0, 1), // TTBR0_EL1
        .. A64.Load(1, 0xFF), A64.Msr(3, 0, 10, 2, 0, 1), // MAIR_EL1
        .. A64.Load(1, 25 | 1 << 8 | 1 << 10 | 3 << 12 | 1 << 23 | 2UL << 32), A64.Msr(3, 0, 2, 0, 2, 1), // TCR_EL1
        0xD503_3FDF,
        A64.Mrs(1, 3, 0, 1, 0, 0), 0x9100_0400 | 1 << 5 | 1, A64.Msr(3, 0, 1, 0, 0, 1), // SCTLR_EL1.M
        0xD503_3FDF,
    ];

    private void Arrange(TestRealm realm, string view, ulong page)
    {
        WriteStage1(realm, page);
        if (view == "OUTSIDE")
            return;
        realm.MakeTables(page);
        ulong rd = realm.Rd, top = page + 0x1000, one = RttRangeScenarios.OneRange;
        if (view.StartsWith("RAM", StringComparison.Ordinal) || view.StartsWith("DESTROYED", StringComparison.Ordinal))
            _bench.Succeed(RmiCommand.RttInitRipas, rd, page, top);
        if (view == "RAM_DATA")
        {
            var words = new uint[1024];
            words[Offset / 4] = Ret;
            realm.MapInit(page, MemoryMarshal.AsBytes<uint>(words));
        }
        if (view.StartsWith("DESTROYED", StringComparison.Ordinal))
        {
            _bench.Succeed(RmiCommand.RttDataMap, rd, page, top, one, RttRangeScenarios.Pages(_bench.NewDelegated(), 1));
            _bench.Succeed(RmiCommand.RttDataUnmap, rd, page, top, one);
        }
        if (view is "EMPTY_DATA" or "DESTROYED_DATA")
            _bench.Succeed(RmiCommand.RttDataMap, rd, page, top, one, RttRangeScenarios.Pages(_bench.NewDelegated(), 1));
        if (view.StartsWith("MAPPED", StringComparison.Ordinal))
        {
            _shared = _bench.NewGranule();
            _bench.Write64(_shared + Offset, Ret);
            int s2ap = view switch { "MAPPED_NS_RO" => 1, "MAPPED_NS_NONE" => 0, _ => 3 };
            ulong flags = new RmiMapFlags(one).WithAttributes(6, s2ap).Value;
            _bench.Succeed(RmiCommand.RttUnprotMap, rd, page, top, flags, RttRangeScenarios.Pages(_shared, 1));
        }
    }

    // Past the interface: the page that guests report in is the level 1 table until they report.
    private void WriteStage1(TestRealm realm, ulong page)
    {
        var memory = new RealmMemory(_bench.Pe.Physical);
        ulong table = new RttTree(_bench.Pe, new Rd(memory, realm.Rd)).Walk(TestRealm.Data, 3).Address;
        memory.Write64(table + 8, page | 3);
        memory.Write64(table + 16, TestRealm.Code | 0x701);
    }

    private void CheckExit(string result, string kind, ulong page)
    {
        bool isStore = kind.StartsWith("store", StringComparison.Ordinal), isEmulatable = result.StartsWith("emulatable", StringComparison.Ordinal);
        ulong code = (ulong)(result.EndsWith('!') ? FaultStatusCode.PermissionLevel3 : FaultStatusCode.TranslationLevel3);
        ulong esr = ESR_ELx.EC.Set(code, (ulong)(result == "code" ? ExceptionClass.InstructionAbortLower : ExceptionClass.DataAbortLower));
        if (isEmulatable)
            esr = ESR_ELx.SAS.Set(esr, 3) | ESR_ELx.ISV | ESR_ELx.SF | (isStore ? ESR_ELx.WnR : 0);
        if (result.StartsWith("unprotected", StringComparison.Ordinal))
            esr |= ESR_ELx.IL;
        Assert.Multiple(() =>
        {
            Assert.That(new EsrValue(_realm.Exit(L.ExitEsr)), Is.EqualTo(new EsrValue(esr)));
            Assert.That(_realm.Exit(L.ExitFar), Is.EqualTo(isEmulatable ? Offset : 0), "FAR");
            Assert.That(new HpfarEl2(_realm.Exit(L.ExitHpfar)).Page.Value, Is.EqualTo(page), "HPFAR");
            Assert.That(_realm.ExitGpr(0), Is.EqualTo(isEmulatable && isStore ? Stored : 0), "gprs[0]");
            Assert.That(Enumerable.Range(1, 30).Select(_realm.ExitGpr), Is.All.Zero);
        });
    }

    private void CheckRealm(string result, string kind, ulong address)
    {
        ulong[] x = [.. Enumerable.Range(0, 8).Select(_realm.ExitGpr)];
        bool isTable = kind == "table", isFetch = kind == "fetch", isStore = kind.StartsWith("store", StringComparison.Ordinal);
        if (result == "access" && !isTable)
        {
            Assert.That(x[0], Is.EqualTo(isFetch ? 0 : isStore ? Stored : Ret));
            return;
        }
        var esr = new EsrValue(x[1]);
        FaultStatusCode code = result switch
        {
            "access" => FaultStatusCode.TranslationLevel2,
            "sea" => FaultStatusCode.SynchronousExternalAbort,
            "gpf" => FaultStatusCode.GranuleProtection,
            _ => FaultStatusCode.AddressSizeLevel0,
        };
        Assert.Multiple(() =>
        {
            Assert.That(x[0], Is.EqualTo(0xE), "the Realm took an exception");
            Assert.That(esr.EC, Is.EqualTo(isFetch ? ExceptionClass.InstructionAbortSame : ExceptionClass.DataAbortSame));
            Assert.That(esr.FSC, Is.EqualTo(code));
            Assert.That(esr.EA, Is.EqualTo(result == "sea"));
            Assert.That(esr.WnR, Is.EqualTo(isStore));
            Assert.That(esr.ISV, Is.False);
            Assert.That(x[3], Is.EqualTo(address), "FAR_EL1");
        });
    }
}
